'use client';

import { type RefObject, useEffect, useRef, useState } from 'react';
import type { DeployFormView } from '@/lib/installed-apps/deploy-loader';
import { type Change, changesBetween } from './deploy-changes';

/**
 * What differs from how the form began, after every change of it. `frame` is any element inside the form; `bodyOf` reads
 * what the form would send.
 */
export function useChanges(
  watch: boolean,
  form: DeployFormView['form'],
  bodyOf: (data: FormData) => Record<string, unknown>,
): { changes: Change[]; frame: RefObject<HTMLDivElement | null> } {
  const frame = useRef<HTMLDivElement>(null);
  const first = useRef<Record<string, unknown>>(undefined);
  const [changes, setChanges] = useState<Change[]>([]);

  // After every render, because controls of the form hold parts of it in state.
  useEffect(() => {
    const element = watch ? frame.current?.closest('form') : null;
    if (!element) return;
    const look = () => {
      const now = bodyOf(new FormData(element));
      first.current ??= now;
      const found = changesBetween(first.current, now, form);
      setChanges((known) => (JSON.stringify(known) === JSON.stringify(found) ? known : found));
    };
    look();
    // Not at once: a render in the middle of the event would take back what was typed into a controlled field.
    const later = () => void setTimeout(look);
    element.addEventListener('input', later);
    return () => element.removeEventListener('input', later);
  });

  return { changes, frame };
}
