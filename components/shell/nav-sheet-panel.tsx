'use client';

import type { ReactNode, RefObject } from 'react';
import { Sheet, SheetContent } from '@/components/ui/sheet';
import { shellMessages } from './messages';

type NavSheetPanelProps = {
  open: boolean;
  close: () => void;
  opener: RefObject<HTMLElement | null>;
  children: ReactNode;
};

/** The sheet that `NavSheet` opens. */
export function NavSheetPanel({ open, close, opener, children }: NavSheetPanelProps) {
  return (
    <Sheet open={open} onOpenChange={(next) => next || close()}>
      <SheetContent title={shellMessages.navigation} opener={opener} className="gap-3 px-2 py-2.5">
        {children}
      </SheetContent>
    </Sheet>
  );
}
