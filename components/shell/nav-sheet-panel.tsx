'use client';

import type { ReactNode } from 'react';
import { Sheet, SheetContent } from '@/components/ui/sheet';
import { shellMessages } from './messages';

/** The sheet that `NavSheet` opens. */
export function NavSheetPanel({
  open,
  close,
  children,
}: {
  open: boolean;
  close: () => void;
  children: ReactNode;
}) {
  return (
    <Sheet open={open} onOpenChange={(next) => next || close()}>
      <SheetContent title={shellMessages.navigation} className="gap-3 px-2 py-2.5">
        {children}
      </SheetContent>
    </Sheet>
  );
}
