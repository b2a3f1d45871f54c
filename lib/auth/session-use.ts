import 'server-only';
import { touchSession } from '@/db/users/mutations';
import { write } from '@/db/write';
import { logWarning } from '@/lib/log/logger';
import { nowIso } from '@/lib/runtime/clock';
import { messageOf } from '@/lib/runtime/errors';
import { singleton } from '@/lib/runtime/singleton';

const AT_MOST_EVERY_MS = 60_000;
const REMEMBERED = 1000;

/**
 * Remembers that a session is in use, at most once a minute and without making its request wait. When the database cannot
 * be written, reading goes on.
 */
export function noteUse(sessionId: string, lastSeenAt: string): void {
  const noted = singleton('auth.noted-use', () => new Map<string, number>());
  const newest = Math.max(Date.parse(lastSeenAt), noted.get(sessionId) ?? 0);
  if (Math.abs(Date.now() - newest) < AT_MOST_EVERY_MS) return;
  // One page is many requests: the first of them writes.
  noted.delete(sessionId);
  if (noted.size >= REMEMBERED) noted.delete(noted.keys().next().value ?? '');
  noted.set(sessionId, Date.now());
  write((tx) => touchSession(tx, sessionId, nowIso())).catch((error: unknown) => {
    logWarning('auth', 'The last use of a session could not be stored', { reason: messageOf(error) });
  });
}
