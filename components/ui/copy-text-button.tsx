'use client';

import { buttonVariants } from './button-variants';
import { useCopy } from './use-copy';

type CopyTextButtonProps = {
  /** The exact text that lands in the clipboard. */
  value: string;
  /** The visible words, for example "Copy details". */
  label: string;
  size?: 'default' | 'sm';
};

/** A labelled button that copies `value`. Without an icon and merged classes, because every page carries its error page. */
export function CopyTextButton({ value, label, size = 'sm' }: CopyTextButtonProps) {
  const { copy, said } = useCopy(value);
  return (
    <>
      <button type="button" className={buttonVariants({ variant: 'outline', size })} onClick={copy}>
        {label}
      </button>
      <span role="status" className="text-muted-foreground text-table empty:hidden">
        {said}
      </span>
    </>
  );
}
