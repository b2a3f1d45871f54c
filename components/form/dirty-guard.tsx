'use client';

import type { Route } from 'next';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { markDirty } from './dirty';

const LeaveDialog = dynamic(() => import('./leave-dialog').then((module) => module.LeaveDialog), {
  ssr: false,
});

type DirtyGuardProps = { formId: string; dirty: boolean; asks: boolean };

/** Asks before typed text is left behind, by a link or by closing the tab, and tells refreshers that the form is dirty. */
export function DirtyGuard({ formId, dirty, asks }: DirtyGuardProps) {
  const router = useRouter();
  const [leavingTo, setLeavingTo] = useState<string | null>(null);
  const link = useRef<HTMLElement>(null);

  useEffect(() => {
    markDirty(formId, dirty);
    return () => markDirty(formId, false);
  }, [formId, dirty]);

  useEffect(() => {
    if (!dirty || !asks) return;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      const target = leavingLink(event);
      if (!target) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      link.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
      setLeavingTo(target);
    };
    window.addEventListener('beforeunload', onUnload);
    // On the window and while capturing, because React listens at the document.
    window.addEventListener('click', onClick, true);
    return () => {
      window.removeEventListener('beforeunload', onUnload);
      window.removeEventListener('click', onClick, true);
    };
  }, [dirty, asks]);

  if (leavingTo === null) return null;
  return (
    <LeaveDialog
      opener={link}
      stay={() => setLeavingTo(null)}
      leave={() => {
        markDirty(formId, false);
        router.push(leavingTo as Route);
        setLeavingTo(null);
      }}
    />
  );
}

/** The local address a click would open in this tab, other than a jump on this page. */
function leavingLink(event: MouseEvent): string | null {
  if (
    event.defaultPrevented ||
    event.button !== 0 ||
    event.metaKey ||
    event.ctrlKey ||
    event.shiftKey ||
    event.altKey
  )
    return null;
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  if (!(link instanceof HTMLAnchorElement) || link.target === '_blank' || link.origin !== location.origin)
    return null;
  if (link.pathname === location.pathname && link.search === location.search) return null;
  return link.pathname + link.search + link.hash;
}
