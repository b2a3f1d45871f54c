import { useEffect, useRef, useState } from 'react';
import { copyText } from './copy-text';

/**
 * Copies on demand and tells for two seconds how it went; `said` is for a live region. A long text comes as a function, so
 * that it is only put together when somebody asks for it.
 */
export function useCopy(value: string | (() => string)) {
  const [outcome, setOutcome] = useState<'idle' | 'copied' | 'failed'>('idle');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  async function copy() {
    setOutcome((await copyText(typeof value === 'string' ? value : value())) ? 'copied' : 'failed');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOutcome('idle'), 2000);
  }

  return { copy, copied: outcome === 'copied', said: words[outcome] };
}

const words = { idle: '', copied: 'Copied', failed: 'Not copied – select the text and copy it by hand' };
