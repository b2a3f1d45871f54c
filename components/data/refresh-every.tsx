'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { isAnyFormDirty } from '@/components/form/dirty';
import { isReachable } from '@/components/shell/connection';

// Shared by all refreshers of the tab, so that two of them do not refresh twice.
let lastRefresh = 0;

/** Renders the page anew every `seconds` while somebody looks at it, and at once when the tab comes back. */
export function RefreshEvery({ seconds }: { seconds: number }) {
  const { refresh } = useRouter();

  useEffect(() => {
    if (seconds <= 0) return;
    const mounted = Date.now();
    const check = async () => {
      const now = Date.now();
      if (now - Math.max(lastRefresh, mounted) < seconds * 1000 || isHeld()) return;
      lastRefresh = now;
      // A refresh that cannot reach Tomo would leave the page for the browser's error page.
      if ((await isReachable()) && !isHeld()) refresh();
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
