'use client';

import dynamic from 'next/dynamic';
import { useState, useSyncExternalStore } from 'react';
import { shownToasts, watchToasts } from './toast-store';

// Most pages never show a toast; the code arrives with the first one.
const ToastList = dynamic(() => import('./toast-list').then((module) => module.ToastList), { ssr: false });

/** Where toasts appear. */
export function Toaster() {
  const any = useSyncExternalStore(
    watchToasts,
    () => shownToasts().length > 0,
    () => false,
  );
  const [used, setUsed] = useState(false);
  if (any && !used) setUsed(true);
  return used ? <ToastList /> : null;
}
