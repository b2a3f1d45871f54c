'use client';

import * as Primitive from 'radix-ui/dropdown-menu';
import type { ComponentProps } from 'react';
import { cn } from './cn';

export const DropdownMenu = Primitive.Root;
export const DropdownMenuTrigger = Primitive.Trigger;

const itemClasses =
  'flex min-h-8 select-none items-center gap-2 rounded-md px-2 py-1 text-sm outline-none data-disabled:text-muted-foreground data-highlighted:bg-muted pointer-coarse:min-h-11 forced-colors:data-highlighted:outline-2';

/** Rendered in place, not at the end of the document: it stays inside its landmark and its row. */
export function DropdownMenuContent({
  className,
  align = 'end',
  sideOffset = 4,
  ...props
}: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Content
      align={align}
      sideOffset={sideOffset}
      collisionPadding={8}
      className={cn(
        'z-50 min-w-44 max-w-80 whitespace-normal rounded-lg border bg-popover p-1 text-left font-normal text-foreground shadow-overlay data-[state=closed]:animate-out data-[state=closed]:fade-out-0 data-[state=open]:animate-in data-[state=open]:fade-in-0',
        className,
      )}
      {...props}
    />
  );
}

type ItemProps = ComponentProps<typeof Primitive.Item> & { variant?: 'default' | 'destructive' };

export function DropdownMenuItem({ className, variant, ...props }: ItemProps) {
  return (
    <Primitive.Item
      className={cn(itemClasses, variant === 'destructive' && 'text-danger', className)}
      {...props}
    />
  );
}
