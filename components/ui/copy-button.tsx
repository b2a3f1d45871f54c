'use client';

import { Check, Copy } from 'lucide-react';
import { Button } from './button';
import { useCopy } from './use-copy';

type CopyButtonProps = {
  /** The exact text that lands in the clipboard. */
  value: string | (() => string);
  /** What is copied, for example "address": the button reads "Copy address". */
  what: string;
  className?: string;
};

/** An icon that copies `value`, and says "Copied" only when it did. On plain http, where no clipboard exists, it copies a selection. */
export function CopyButton({ value, what, className }: CopyButtonProps) {
  const { copy, copied, said } = useCopy(value);
  const name = `Copy ${what}`;
  const Icon = copied ? Check : Copy;
  return (
    <>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={name}
        title={said || name}
        className={className}
        onClick={copy}
      >
        <Icon aria-hidden="true" className={copied ? 'text-success' : 'text-muted-foreground'} />
      </Button>
      <span role="status" className="sr-only">
        {said}
      </span>
    </>
  );
}
