export type Connection = {
  state: 'connecting' | 'live' | 'reconnecting' | 'offline';
  /** When Tomo last answered, in epoch milliseconds. */
  lastSeen: number | null;
  /** When the next attempt is made, in epoch milliseconds. */
  nextTry: number | null;
};

const every = { live: 15_000, lost: 5_000 };
const listeners = new Set<() => void>();
let connection: Connection = { state: 'connecting', lastSeen: null, nextTry: null };
let timer: ReturnType<typeof setTimeout> | undefined;
let failures = 0;

export const initialConnection = connection;

/** The connection as last seen by this tab. */
export function currentConnection(): Connection {
  return connection;
}

/** Watches the connection to Tomo while the tab is visible; the last one to leave stops the watch. */
export function watchConnection(listener: () => void): () => void {
  if (listeners.size === 0) {
    document.addEventListener('visibilitychange', probe);
    window.addEventListener('online', probe);
    window.addEventListener('offline', probe);
  }
  listeners.add(listener);
  if (listeners.size === 1) probe();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', probe);
    window.removeEventListener('online', probe);
    window.removeEventListener('offline', probe);
  };
}

/** Asks Tomo whether it answers, and tells everybody who watches. */
export async function isReachable(): Promise<boolean> {
  const answered = await fetch('/livez', { cache: 'no-store', signal: AbortSignal.timeout(5_000) }).then(
    (response) => response.ok,
    () => false,
  );
  failures = answered ? 0 : failures + 1;
  const wait = answered ? every.live : every.lost;
  connection = {
    // One lost answer is a hiccup; two are an outage worth a banner.
    state: answered ? 'live' : failures < 2 ? 'reconnecting' : 'offline',
    lastSeen: answered ? Date.now() : connection.lastSeen,
    nextTry: Date.now() + wait,
  };
  clearTimeout(timer);
  if (listeners.size > 0) timer = setTimeout(probe, wait);
  for (const listener of listeners) listener();
  return answered;
}

function probe(): void {
  if (!document.hidden) void isReachable();
}
