/** The columns that decide whether a session still lets its person in. Times are stored ISO texts. */
export type SessionFacts = {
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
  endedAt: string | null;
  remembered: boolean;
  isActive: boolean;
  deletedAt: string | null;
};

export type SessionState = 'active' | 'ended' | 'expired' | 'idle' | 'clock' | 'disabled';

const CLOCK_SKEW_MS = 5 * 60_000;
const REMEMBERED_IDLE_MS = 7 * 24 * 60 * 60_000;
export const REMEMBERED_MS = 30 * 24 * 60 * 60_000;

/**
 * Judges a session at `now` (milliseconds since 1970). A row from the future is refused: a clock that was set back must not
 * revive what had ended.
 */
export function sessionState(session: SessionFacts, now: number, idleMs: number): SessionState {
  if (session.endedAt !== null) return 'ended';
  if (!session.isActive || session.deletedAt !== null) return 'disabled';
  const newest = Math.max(Date.parse(session.createdAt), Date.parse(session.lastSeenAt));
  if (!(newest <= now + CLOCK_SKEW_MS)) return 'clock';
  if (!(now < Date.parse(session.expiresAt))) return 'expired';
  const limit = session.remembered ? REMEMBERED_IDLE_MS : idleMs;
  return now - Date.parse(session.lastSeenAt) < limit ? 'active' : 'idle';
}
