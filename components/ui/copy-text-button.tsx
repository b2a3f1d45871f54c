'use client';

import { Check, Copy } from 'lucide-react';
import { buttonVariants } from './button-variants';
import { useCopy } from './use-copy';

type CopyTextButtonProps = {
  /** The exact text that lands in the clipboard. */
  value: string;
  /** The visible words, for example "Copy details". */
  label: string;
  size?: 'default' | 'sm';
};

/** A labelled button that copies `value`. Without tooltip and merged classes, because error pages stay small. */
export function CopyTextButton({ value, label, size = 'sm' }: CopyTextButtonProps) {
  const { copy, copied, said } = useCopy(value);
  const Icon = copied ? Check : Copy;
  return (
    <>
      <button type="button" className={buttonVariants({ variant: 'outline', size })} onClick={copy}>
        <Icon aria-hidden="true" className={copied ? 'text-success' : 'text-muted-foreground'} />
        {label}
      </button>
      <span role="status" className="text-muted-foreground text-table empty:hidden">
        {said}
      </span>
    </>
  );
}
