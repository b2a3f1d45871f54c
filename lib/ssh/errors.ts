import 'server-only';
import { type ErrorCode, isTomoError, TomoError } from '@/lib/runtime/errors';
import type { HostKey } from './target';

const reasons = {
  dns: 'unreachable',
  refused: 'unreachable',
  timeout: 'unreachable',
  not_ssh: 'unreachable',
  no_common_algorithm: 'unreachable',
  algorithms_too_old: 'unreachable',
  host_key_changed: 'unreachable',
  auth_refused: 'unreachable',
  too_many_connections: 'unreachable',
  closed: 'unreachable',
  channel_refused: 'unreachable',
  forwarding_refused: 'unreachable',
  jump_failed: 'unreachable',
  key_unreadable: 'invalid',
  passphrase_needed: 'invalid',
  idle: 'unavailable',
  signal: 'unavailable',
  truncated: 'unavailable',
  output_limit: 'unavailable',
  aborted: 'unavailable',
  shell_broken: 'unavailable',
  sudo_missing: 'unavailable',
  sudo_password_needed: 'unavailable',
  sudo_password_wrong: 'unavailable',
  sudo_refused: 'unavailable',
  step_not_started: 'unavailable',
} as const satisfies Record<string, ErrorCode>;

/** Why an exchange with a server failed. `timeout` is a silent peer, `idle` a command without output, `closed` a lost connection. */
export type SshReason = keyof typeof reasons;

export type SshErrorDetails = {
  hint: string;
  /** The key that the server showed instead of the pinned one (`host_key_changed`). */
  offered?: HostKey;
  /** Sign-in methods that the server still accepts (`auth_refused`). */
  methods?: string[];
  /** Facts for programs; never an address, an account or a secret, because messages reach every role. */
  data?: Record<string, string | number | boolean | null>;
  cause?: unknown;
};

/** An expected failure of an SSH exchange: `message` says what happened and why, `hint` what to do. */
export class SshError extends TomoError {
  declare readonly reason: SshReason;
  declare readonly hint: string;
  readonly offered?: HostKey;
  readonly methods?: string[];

  constructor(reason: SshReason, message: string, details: SshErrorDetails) {
    super(reasons[reason], message, { ...details, reason });
    this.offered = details.offered;
    this.methods = details.methods;
  }
}

/** Whether `error` came from this room, also when another module graph of the process made it. */
export function isSshError(error: unknown): error is SshError {
  return isTomoError(error) && error.reason !== undefined && error.reason in reasons;
}

/** The connection ended while something still needed it. */
export function closedError(detail = 'The connection to the server was lost.', cause?: unknown): SshError {
  return new SshError('closed', detail, {
    hint: 'Check that the server is running and reachable. Tomo connects again at the next attempt.',
    cause,
  });
}

/** The caller's own signal ended the exchange. */
export function abortedError(cause?: unknown): SshError {
  return new SshError('aborted', 'This was stopped before it finished.', {
    hint: 'Start it again when you want it to run.',
    cause,
  });
}
