'use client';

import { Menu } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Sheet, SheetContent, SheetTrigger } from '@/components/ui/sheet';
import { shellMessages } from './messages';

/** The navigation below 1024 px. It closes itself when a page was chosen. */
export function NavSheet({ children }: { children: ReactNode }) {
  const pathname = usePathname();
  const [openOn, setOpenOn] = useState<string | null>(null);
  return (
    <Sheet open={openOn === pathname} onOpenChange={(open) => setOpenOn(open ? pathname : null)}>
      <SheetTrigger asChild>
        <Button
          variant="ghost"
          size="icon"
          aria-label={shellMessages.openNavigation}
          className="-ml-2 lg:hidden noscript:hidden"
        >
          <Menu aria-hidden="true" />
        </Button>
      </SheetTrigger>
      <SheetContent title={shellMessages.navigation} className="gap-3 px-2 py-2.5">
        {children}
      </SheetContent>
    </Sheet>
  );
}
