'use client';

import { type ReactNode, useState } from 'react';
import {
  AlertDialog,
  AlertDialogContent,
  AlertDialogDescription,
  AlertDialogTitle,
  AlertDialogTrigger,
} from '@/components/ui/alert-dialog';
import { ConfirmForm } from './confirm-form';
import type { Confirmation } from './confirmation';

type ConfirmDialogProps<T> = Confirmation<T> & {
  /** The button that opens the dialog. */
  trigger: ReactNode;
};

/** Asks before tiers 1 to 3 and runs the action from inside the dialog, where its refusal also stands. */
export function ConfirmDialog<T>({ trigger, ...confirmation }: ConfirmDialogProps<T>) {
  const [open, setOpen] = useState(false);
  return (
    <AlertDialog open={open} onOpenChange={setOpen}>
      <AlertDialogTrigger asChild>{trigger}</AlertDialogTrigger>
      <ConfirmContent confirmation={confirmation} close={() => setOpen(false)} />
    </AlertDialog>
  );
}

/** The dialog without its trigger, for menus that open it after they closed. */
export function ConfirmContent<T>({
  confirmation,
  close,
}: {
  confirmation: Confirmation<T>;
  close: () => void;
}) {
  const { tier, title, consequence } = confirmation;
  return (
    <AlertDialogContent onOpenAutoFocus={tier === 1 ? focusSubmit : focusCancel}>
      <AlertDialogTitle>{title}</AlertDialogTitle>
      <AlertDialogDescription asChild>
        <div>{consequence}</div>
      </AlertDialogDescription>
      <ConfirmForm confirmation={confirmation} close={close} />
    </AlertDialogContent>
  );
}

function focusSubmit(event: Event): void {
  focusIn(event, 'button[type="submit"]');
}

function focusCancel(event: Event): void {
  focusIn(event, 'button[data-cancel]');
}

function focusIn(event: Event, selector: string): void {
  event.preventDefault();
  (event.currentTarget as HTMLElement).querySelector<HTMLElement>(selector)?.focus();
}
