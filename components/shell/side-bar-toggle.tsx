'use client';

import { PanelLeft } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { shellMessages } from './messages';
import { rememberChoice } from './view-cookies';

/** Folds the side bar to icons and back; the choice is remembered by this browser. */
export function SideBarToggle({ initial }: { initial: 'open' | 'collapsed' }) {
  const [state, setState] = useState(initial);
  const label = state === 'open' ? shellMessages.collapse : shellMessages.expand;

  function toggle(button: HTMLElement) {
    const next = state === 'open' ? 'collapsed' : 'open';
    setState(next);
    rememberChoice('sidebar', next);
    button.closest('[data-sidebar]')?.setAttribute('data-sidebar', next);
  }

  return (
    <Button
      variant="ghost"
      size="icon-sm"
      aria-label={label}
      title={label}
      aria-pressed={state === 'collapsed'}
      className="-ml-1.5 hidden text-muted-foreground lg:inline-flex noscript:hidden"
      onClick={(event) => toggle(event.currentTarget)}
    >
      <PanelLeft aria-hidden="true" />
    </Button>
  );
}
