'use client';

import dynamic from 'next/dynamic';
import * as Slot from 'radix-ui/slot';
import { type HTMLAttributes, type ReactNode, useRef, useState } from 'react';
import type { Confirmation } from './confirmation';

// A list with fifty rows asks rarely: dialog and form arrive when somebody reaches for the button.
const load = () => import('./confirm-panel').then((module) => module.ConfirmPanel);
const ConfirmPanel = dynamic(load, { ssr: false });

const submits = { type: 'submit' } as HTMLAttributes<HTMLElement>;

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
      {/* What is submitted before the page is ready, React keeps and runs then; a click alone would be lost. */}
      <form className="contents" action={() => setOpen(true)}>
        <Slot.Root
          {...submits}
          ref={opener}
          aria-haspopup="dialog"
          aria-expanded={open}
          onPointerEnter={() => void load()}
          onFocus={() => void load()}
          onClick={(event) => {
            event.preventDefault();
            setOpen(true);
          }}
        >
          {trigger}
        </Slot.Root>
      </form>
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
