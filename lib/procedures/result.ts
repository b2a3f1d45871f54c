import type { ErrorCode } from '@/lib/runtime/errors';

/** What went wrong, in words for people: `message` says what happened, `hint` what to do, `id` finds the log entry. */
export type Failure = {
  code: ErrorCode;
  message: string;
  hint?: string;
  reason?: string;
  fields?: Record<string, string>;
  data?: Record<string, string | number | boolean | null>;
  id?: string;
};

/** The answer of a server action. `values` brings back what was typed (never secrets), so that a form loses nothing. */
export type ActionResult<T> =
  | { ok: true; data: T }
  | { ok: false; error: Failure; values?: Record<string, string> };
