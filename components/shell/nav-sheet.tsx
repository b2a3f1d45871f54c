'use client';

import { Menu } from 'lucide-react';
import dynamic from 'next/dynamic';
import { usePathname } from 'next/navigation';
import { type ReactNode, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { shellMessages } from './messages';

// Wide screens never open it: the code arrives with the first touch.
const load = () => import('./nav-sheet-panel').then((module) => module.NavSheetPanel);
const NavSheetPanel = dynamic(load, { ssr: false });

/** The navigation below 1024 px. It closes itself when a page was chosen. */
export function NavSheet({ children }: { children: ReactNode }) {
  const pathname = usePathname();
  const [openOn, setOpenOn] = useState<string | null>(null);
  const [used, setUsed] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button
        ref={button}
        variant="ghost"
        size="icon"
        aria-label={shellMessages.openNavigation}
        aria-haspopup="dialog"
        aria-expanded={openOn === pathname}
        className="-ml-2 lg:hidden noscript:hidden"
        onPointerEnter={() => void load()}
        onFocus={() => void load()}
        onClick={() => {
          setUsed(true);
          setOpenOn(pathname);
        }}
      >
        <Menu aria-hidden="true" />
      </Button>
      {used && (
        <NavSheetPanel opener={button} open={openOn === pathname} close={() => setOpenOn(null)}>
          {children}
        </NavSheetPanel>
      )}
    </>
  );
}
