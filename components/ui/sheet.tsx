'use client';

import { X } from 'lucide-react';
import * as Primitive from 'radix-ui/dialog';
import type { ComponentProps } from 'react';
import { Button } from './button';
import { cn } from './cn';
import { overlayClasses } from './dialog';

export const Sheet = Primitive.Root;

/** A panel that comes in from the left edge, for the navigation on narrow screens. */
export function SheetContent({
  className,
  title,
  children,
  ...props
}: ComponentProps<typeof Primitive.Content> & { title: string }) {
  return (
    <Primitive.Portal>
      <Primitive.Overlay className={overlayClasses} />
      <Primitive.Content
        aria-describedby={undefined}
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
