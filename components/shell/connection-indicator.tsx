'use client';

import { useSyncExternalStore } from 'react';
import { cn } from '@/components/ui/cn';
import { currentConnection, initialConnection, watchConnection } from './connection';
import { shellMessages } from './messages';

const inks = {
  connecting: 'bg-muted-foreground',
  live: 'bg-success',
  reconnecting: 'bg-warning',
  offline: 'bg-danger',
};

/** A dot while all is well, dot and word while it is not. */
export function ConnectionIndicator() {
  const { state } = useSyncExternalStore(watchConnection, currentConnection, () => initialConnection);
  const word = shellMessages.connection[state];
  const quiet = state === 'live' || state === 'connecting';
  return (
    <p
      title={shellMessages.connectionLabel(word)}
      className="flex h-7 min-w-7 items-center justify-center gap-2 text-table noscript:hidden"
    >
      <span aria-hidden="true" className={cn('size-2 rounded-full forced-color-adjust-none', inks[state])} />
      <span className="sr-only">{shellMessages.connectionLabel(word)}</span>
      {!quiet && <span aria-hidden="true">{word}</span>}
    </p>
  );
}
