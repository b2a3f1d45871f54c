'use client';

import { Ellipsis } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { shellMessages } from '@/components/shell/messages';
import { Button } from '@/components/ui/button';
import type { AppMenuProps } from './app-menu-entries';

// A list of fifty apps needs one menu rarely: menu and entries arrive when somebody reaches for the button.
const load = () => import('./app-menu-entries').then((module) => module.AppMenuEntries);
const AppMenuEntries = dynamic(load, { ssr: false });

/** Everything that can be done with an app besides opening it, behind the ⋯ button. */
export function AppMenu(props: AppMenuProps) {
  const [wanted, setWanted] = useState(false);
  if (wanted) return <AppMenuEntries {...props} />;
  const name = shellMessages.moreActions(props.app.displayName);
  return (
    <Button
      variant={props.small ? 'ghost' : 'outline'}
      size={props.small ? 'icon-sm' : 'icon'}
      aria-label={name}
      title={name}
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={() => setWanted(true)}
    >
      <Ellipsis aria-hidden="true" />
    </Button>
  );
}
