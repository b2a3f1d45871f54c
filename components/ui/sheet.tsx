'use client';

import { X } from 'lucide-react';
import * as Primitive from 'radix-ui/dialog';
import type { ComponentProps, RefObject } from 'react';
import { Button } from './button';
import { cn } from './cn';
import { overlayClasses } from './dialog';
import { returnFocus } from './return-focus';

export const Sheet = Primitive.Root;

type SheetContentProps = ComponentProps<typeof Primitive.Content> & {
  title: string;
  /** What gets the focus back. */
  opener?: RefObject<HTMLElement | null>;
};

/** A panel that comes in from the left edge, for the navigation on narrow screens. */
export function SheetContent({ className, title, opener, children, ...props }: SheetContentProps) {
  return (
    <Primitive.Portal>
      <Primitive.Overlay className={overlayClasses} />
      <Primitive.Content
        aria-describedby={undefined}
        onCloseAutoFocus={returnFocus(opener)}
        className={cn(
          'fixed inset-y-0 left-0 z-50 flex w-72 max-w-[85vw] flex-col overflow-y-auto border-r bg-popover shadow-overlay data-[state=closed]:animate-out data-[state=closed]:slide-out-to-left data-[state=open]:animate-in data-[state=open]:slide-in-from-left',
          className,
        )}
        {...props}
      >
        <Primitive.Title className="sr-only">{title}</Primitive.Title>
        {children}
        <Primitive.Close asChild>
          <Button variant="ghost" size="icon-sm" aria-label="Close" className="absolute top-3.5 right-3">
            <X aria-hidden="true" />
          </Button>
        </Primitive.Close>
      </Primitive.Content>
    </Primitive.Portal>
  );
}
