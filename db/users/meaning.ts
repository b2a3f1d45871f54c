import type { Meaning } from '@/db/meaning';
import type { loginThrottles, oneTimeTokens, sessions, users } from './tables';

export const usersMeaning: Meaning<typeof users> = {
  about:
    'People who sign in. Deleting leaves a tombstone, because audit rows refer to it and never change: the name becomes `deleted-<id>`, e-mail and password go. The last active admin cannot be demoted, disabled or deleted.',
  columns: {
    username: 'sign-in name, lower case',
    displayName: 'name shown to others',
    email: 'optional, lower case',
    passwordHash: 'Argon2id in PHC format; `!` = cannot sign in (invited, deleted)',
    passwordChangedAt: 'when the password was last set',
    mustChangePassword: 'asks for a new password at the next sign-in',
    role: 'what the person may do',
    isActive: '0 = disabled: cannot sign in, sessions ended',
    lastLoginAt: 'last successful sign-in',
    deletedAt: 'set = tombstone; final',
  },
};

export const sessionsMeaning: Meaning<typeof sessions> = {
  about:
    'Sign-ins. The cookie only points here; active, idle, expired and ended follow from the times. Removed after `retention.sessions_days`.',
  columns: {
    tokenHash: 'SHA-256 of the 256-bit secret in the cookie',
    originProofHash: 'SHA-256 of what the browser proves with each change; without it the session only reads',
    userId: 'whose sign-in',
    authLevel: '1 = second factor still missing, 2 = complete',
    remembered: '"keep me signed in" was chosen',
    lastSeenAt: 'last request, written at most once a minute',
    expiresAt: 'absolute end',
    authAt: 'last time the password was entered',
    clientIp: 'address at sign-in',
    userAgent: 'browser at sign-in',
    endedAt: 'signed out or revoked; never undone',
    endedReason: 'why it ended',
    endedBy: 'who ended it',
  },
};

export const loginThrottlesMeaning: Meaning<typeof loginThrottles> = {
  about:
    'Counters that keep guessing slow across restarts. Rows unused for 30 days and not held are removed.',
  columns: {
    kind: 'what is counted: guesses at an account without device cookie, one device cookie, one address, setup, second factor',
    keyHash: 'keyed hash of the account, device or address',
    label: 'readable form, only for existing users and address prefixes',
    failures: 'failures within the window',
    windowStartedAt: 'start of the window',
    failuresSinceSuccess: 'runs up to `security.lockout_hold_threshold`',
    blockedUntil: 'attempts before this are refused',
    heldAt: 'blocked until an admin or the command line lifts it',
  },
};

export const oneTimeTokensMeaning: Meaning<typeof oneTimeTokens> = {
  about:
    'Links that work once: first setup, invitation, password reset. Used by `DELETE … RETURNING` in the transaction of their effect.',
  columns: {
    kind: 'what the link is for; `setup` has no user and counts only while there is none',
    tokenHash: 'SHA-256 of the token in the link',
    userId: 'whom the link is for',
    createdBy: 'who made the link',
    expiresAt: 'useless from then on',
  },
};
