'use client';

import { Unplug } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { currentConnection, initialConnection, watchConnection } from './connection';
import { shellMessages } from './messages';

/** Says that Tomo does not answer, since when, and when it is asked again; on return the page refreshes silently. */
export function ConnectionBanner() {
  const connection = useSyncExternalStore(watchConnection, currentConnection, () => initialConnection);
  const { refresh } = useRouter();
  const wasLost = useRef(false);
  const lost = connection.state === 'offline';

  useEffect(() => {
    if (wasLost.current && connection.state === 'live') refresh();
    if (connection.state !== 'reconnecting') wasLost.current = lost;
  }, [connection.state, lost, refresh]);

  return (
    <div role="status">
      {lost && (
        <p className="page-gutter flex min-h-10 items-center gap-2 bg-warning-soft py-2 text-warning">
          <Unplug aria-hidden="true" />
          <LostText lastSeen={connection.lastSeen} nextTry={connection.nextTry} />
        </p>
      )}
    </div>
  );
}

function LostText({ lastSeen, nextTry }: { lastSeen: number | null; nextTry: number | null }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.ceil(((nextTry ?? now) - now) / 1000));
  const time = new Date(lastSeen ?? performance.timeOrigin).toLocaleTimeString('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
  });
  return <span>{shellMessages.lost(time, seconds)}</span>;
}
