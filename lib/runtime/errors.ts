/** Codes that every door understands; finer causes travel in `reason`. */
export type ErrorCode =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'unreachable'
  | 'rate_limited'
  | 'reauth_required'
  | 'unavailable'
  | 'unexpected';

export type ErrorDetails = {
  /** What to do about it, one sentence. */
  hint?: string;
  /** A stable, finer cause, for example `port_taken` or `auth_refused`. */
  reason?: string;
  /** Messages per form field. */
  fields?: Record<string, string>;
  /** Facts for programs and links, for example the id of the job that is already running. Never a secret. */
  data?: Record<string, string | number | boolean | null>;
  cause?: unknown;
};

/**
 * An expected failure: `message` says what happened, `hint` what to do. Thrown where it is known and translated once,
 * at the door. Everything else that is thrown is a defect and reaches people only as an id.
 */
export class TomoError extends Error {
  readonly code: ErrorCode;
  readonly hint?: string;
  readonly reason?: string;
  readonly fields?: Record<string, string>;
  readonly data?: Record<string, string | number | boolean | null>;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.name = 'TomoError';
    this.code = code;
    this.hint = details.hint;
    this.reason = details.reason;
    this.fields = details.fields;
    this.data = details.data;
  }
}

/** Whether `error` is an expected failure, also when it was made by another module graph of the same process. */
export function isTomoError(error: unknown): error is TomoError {
  return error instanceof Error && error.name === 'TomoError' && 'code' in error;
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The answer to everything that is missing or out of reach: both look the same. */
export function notFound(what = 'This page'): TomoError {
  return new TomoError('not_found', `${what} does not exist, or your role may not open it.`);
}
