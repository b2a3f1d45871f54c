'use client';

import type { RefObject } from 'react';
import {
  AlertDialog,
  AlertDialogContent,
  AlertDialogDescription,
  AlertDialogTitle,
} from '@/components/ui/alert-dialog';
import { ConfirmForm } from './confirm-form';
import type { Confirmation } from './confirmation';

type ConfirmPanelProps = {
  confirmation: Confirmation<unknown>;
  close: () => void;
  opener: RefObject<HTMLElement | null>;
};

/** The open dialog of a confirmation. Focus starts on Cancel where something could be lost, and returns to the opener. */
export function ConfirmPanel({ confirmation, close, opener }: ConfirmPanelProps) {
  const { tier, title, consequence } = confirmation;
  return (
    <AlertDialog open onOpenChange={(open) => open || close()}>
      <AlertDialogContent opener={opener} onOpenAutoFocus={tier === 1 ? focusSubmit : focusCancel}>
        <AlertDialogTitle>{title}</AlertDialogTitle>
        <AlertDialogDescription asChild>
          <div>{consequence}</div>
        </AlertDialogDescription>
        <ConfirmForm confirmation={confirmation} close={close} />
      </AlertDialogContent>
    </AlertDialog>
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
