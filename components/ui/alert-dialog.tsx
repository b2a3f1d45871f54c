'use client';

import * as Primitive from 'radix-ui/alert-dialog';
import type { ComponentProps, RefObject } from 'react';
import { cn } from './cn';
import { dialogClasses, overlayClasses } from './dialog';
import { returnFocus } from './return-focus';

export const AlertDialog = Primitive.Root;
export const AlertDialogCancel = Primitive.Cancel;

type ContentProps = ComponentProps<typeof Primitive.Content> & {
  /** What gets the focus back. */
  opener?: RefObject<HTMLElement | null>;
};

/** A question that must be answered: a click outside does not close it, focus starts on Cancel. */
export function AlertDialogContent({ className, opener, ...props }: ContentProps) {
  return (
    <Primitive.Portal>
      <Primitive.Overlay className={overlayClasses} />
      <Primitive.Content
        className={cn(dialogClasses, className)}
        onCloseAutoFocus={returnFocus(opener)}
        {...props}
      />
    </Primitive.Portal>
  );
}

export function AlertDialogTitle({ className, ...props }: ComponentProps<typeof Primitive.Title>) {
  return <Primitive.Title className={cn('font-semibold text-base', className)} {...props} />;
}

export function AlertDialogDescription({
  className,
  ...props
}: ComponentProps<typeof Primitive.Description>) {
  return <Primitive.Description className={cn('text-muted-foreground', className)} {...props} />;
}
