'use client';

import { X } from 'lucide-react';
import * as Primitive from 'radix-ui/toast';
import type { ComponentProps } from 'react';
import { Button } from './button';
import { cn } from './cn';

export const ToastProvider = Primitive.Provider;
export const ToastAction = Primitive.Action;

/** Fixed at the lower edge, above the bottom bar of phones; F8 moves the focus here. */
export function ToastViewport() {
  return (
    <Primitive.Viewport className="fixed right-0 bottom-0 z-50 flex w-full max-w-[420px] flex-col gap-2 p-4 outline-none max-md:bottom-16" />
  );
}

export function Toast({ className, ...props }: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      className={cn(
        'data-[state=closed]:fade-out-0 data-[state=open]:fade-in-0 data-[state=open]:slide-in-from-bottom-2 flex items-center gap-3 rounded-lg border bg-popover py-3 pr-2 pl-4 shadow-overlay data-[state=closed]:animate-out data-[state=open]:animate-in',
        className,
      )}
      {...props}
    />
  );
}

export function ToastTitle(props: ComponentProps<typeof Primitive.Title>) {
  return <Primitive.Title className="font-medium text-sm" {...props} />;
}

export function ToastDescription(props: ComponentProps<typeof Primitive.Description>) {
  return <Primitive.Description className="text-muted-foreground text-table" {...props} />;
}

export function ToastClose({ label }: { label: string }) {
  return (
    <Primitive.Close asChild>
      <Button variant="ghost" size="icon-sm" aria-label={label} className="text-muted-foreground">
        <X aria-hidden="true" />
      </Button>
    </Primitive.Close>
  );
}
