/** What is remembered about guesses under one key; times are milliseconds since 1970. */
export type Guesses = {
  failures: number;
  windowStartedAt: number;
  failuresSinceSuccess: number;
  blockedUntil: number | null;
  heldAt: number | null;
};

export type Limit = {
  /** Guesses per window. */
  max: number;
  windowMs: number;
  /** Beyond `max`: refuse until the window ends, or let single guesses through after a growing delay. */
  beyond: 'wait' | 'delay';
  /** Failures since the last success after which a hold begins that only people lift. */
  holdAt?: number;
};

export type Verdict = { allowed: true; next: Guesses } | { allowed: false; retryAfterMs: number };

const SECOND = 1000;
const none: Guesses = {
  failures: 0,
  windowStartedAt: 0,
  failuresSinceSuccess: 0,
  blockedUntil: null,
  heldAt: null,
};

/**
 * Decides at `now` whether one more guess may be made, and counts it as failed beforehand: of a thousand that arrive at
 * once, only as many pass as the limit has left. Success takes it back (`forgiven`).
 */
export function countGuess(known: Guesses | undefined, limit: Limit, now: number): Verdict {
  const before = inWindow(known ?? none, limit, now);
  if (before.blockedUntil !== null && before.blockedUntil > now) {
    return { allowed: false, retryAfterMs: Math.min(before.blockedUntil - now, limit.windowMs) };
  }
  if (before.failures >= limit.max && limit.beyond === 'wait') {
    return { allowed: false, retryAfterMs: before.windowStartedAt + limit.windowMs - now };
  }
  const failures = before.failures + 1;
  const failuresSinceSuccess = before.failuresSinceSuccess + 1;
  const delay = Math.min(SECOND * 2 ** (failures - limit.max), limit.windowMs);
  const holds = limit.holdAt !== undefined && failuresSinceSuccess >= limit.holdAt;
  return {
    allowed: true,
    next: {
      ...before,
      failures,
      failuresSinceSuccess,
      blockedUntil: limit.beyond === 'delay' && failures >= limit.max ? now + delay : null,
      heldAt: before.heldAt ?? (holds ? now : null),
    },
  };
}

/** The same after a success: the guess that was counted beforehand was none. */
export function forgiven(known: Guesses): Guesses {
  return { ...known, failures: Math.max(0, known.failures - 1), failuresSinceSuccess: 0, blockedUntil: null };
}

/** Starts a new window when the old one is over, or when the clock was set back before its start. */
function inWindow(known: Guesses, limit: Limit, now: number): Guesses {
  const age = now - known.windowStartedAt;
  if (age >= limit.windowMs) return { ...known, failures: 0, windowStartedAt: now, blockedUntil: null };
  return age < 0 ? { ...known, windowStartedAt: now, blockedUntil: null } : known;
}
