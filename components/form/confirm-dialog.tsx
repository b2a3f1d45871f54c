'use client';

import dynamic from 'next/dynamic';
import * as Slot from 'radix-ui/slot';
import { type ReactNode, useRef, useState } from 'react';
import type { Confirmation } from './confirmation';

// A list with fifty rows asks rarely: dialog and form arrive when somebody reaches for the button.
const load = () => import('./confirm-panel').then((module) => module.ConfirmPanel);
const ConfirmPanel = dynamic(load, { ssr: false });

type ConfirmDialogProps<T> = Confirmation<T> & {
  /** The button that opens the dialog. */
  trigger: ReactNode;
};

/** Asks before tiers 1 to 3 and runs the action from inside the dialog, where its refusal also stands. */
export function ConfirmDialog<T>({ trigger, ...confirmation }: ConfirmDialogProps<T>) {
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLElement>(null);
  return (
    <>
      <Slot.Root
        ref={opener}
        aria-haspopup="dialog"
        aria-expanded={open}
        onPointerEnter={() => void load()}
        onFocus={() => void load()}
        onClick={() => setOpen(true)}
      >
        {trigger}
      </Slot.Root>
      {open && (
        <ConfirmPanel
          opener={opener}
          confirmation={confirmation as Confirmation<unknown>}
          close={() => setOpen(false)}
        />
      )}
    </>
  );
}
