'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from './button';
import { copyText } from './copy-text';
import { Tooltip } from './tooltip';

type CopyButtonProps = {
  /** The exact text that lands in the clipboard. */
  value: string;
  /** What is copied, for example "address": the button reads "Copy address". */
  what: string;
  /** A visible word instead of the icon alone. */
  label?: string;
  className?: string;
};

/** Copies `value`, and says "Copied" only when it did. On plain http, where no clipboard exists, it selects the text first. */
export function CopyButton({ value, what, label, className }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'idle' | 'copied' | 'failed'>('idle');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  async function copy() {
    setOutcome((await copyText(value)) ? 'copied' : 'failed');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOutcome('idle'), 2000);
  }

  const name = `Copy ${what}`;
  const said =
    outcome === 'copied'
      ? 'Copied'
      : outcome === 'failed'
        ? 'Not copied – select the text and copy it by hand'
        : '';
  const Icon = outcome === 'copied' ? Check : Copy;
  const button = (
    <Button
      variant={label ? 'outline' : 'ghost'}
      size={label ? 'sm' : 'icon-sm'}
      aria-label={label ? undefined : name}
      className={className}
      onClick={copy}
    >
      <Icon aria-hidden="true" className={outcome === 'copied' ? 'text-success' : 'text-muted-foreground'} />
      {label && (outcome === 'copied' ? 'Copied' : label)}
    </Button>
  );
  return (
    <>
      {label ? button : <Tooltip label={said || name}>{button}</Tooltip>}
      <span role="status" className="sr-only">
        {said}
      </span>
    </>
  );
}
