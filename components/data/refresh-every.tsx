'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { isAnyFormDirty } from '@/components/form/dirty';

/** Renders the page anew every `seconds` while somebody looks at it, and at once when the tab comes back. */
export function RefreshEvery({ seconds }: { seconds: number }) {
  const { refresh } = useRouter();

  useEffect(() => {
    if (seconds <= 0) return;
    let due = Date.now() + seconds * 1000;
    const check = () => {
      if (Date.now() < due || isHeld()) return;
      due = Date.now() + seconds * 1000;
      refresh();
    };
    const timer = setInterval(check, 1000);
    document.addEventListener('visibilitychange', check);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', check);
    };
  }, [seconds, refresh]);

  return null;
}

/** Nothing moves under a person's hands: hidden tab, open dialog or menu, unsaved text, selected text. */
function isHeld(): boolean {
  if (document.hidden || isAnyFormDirty()) return true;
  if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"], [data-panel][open]'))
    return true;
  const selection = document.getSelection();
  return selection !== null && !selection.isCollapsed;
}
