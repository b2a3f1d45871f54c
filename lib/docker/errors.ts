import 'server-only';
import { type ErrorCode, isTomoError, TomoError } from '@/lib/runtime/errors';
import { closedError, isSshError } from '@/lib/ssh/errors';

const reasons = {
  docker_missing: 'unavailable',
  docker_stopped: 'unavailable',
  docker_denied: 'unavailable',
  docker_too_old: 'unavailable',
  docker_too_new: 'unavailable',
  docker_timeout: 'unavailable',
  docker_failed: 'unavailable',
  docker_odd_answer: 'unavailable',
  docker_not_found: 'not_found',
  docker_log_unreadable: 'unavailable',
  pull_failed: 'unavailable',
} as const satisfies Record<string, ErrorCode>;

/** Why the Docker engine of a server did not do what was asked. */
export type DockerReason = keyof typeof reasons;

/** An expected failure of the Docker engine: `message` says what happened, `hint` what to do. */
export class DockerError extends TomoError {
  declare readonly reason: DockerReason;

  constructor(
    reason: DockerReason,
    message: string,
    details: { hint: string; said?: string; cause?: unknown },
  ) {
    const data = details.said === undefined ? undefined : { said: printable(details.said) };
    super(reasons[reason], message, { hint: details.hint, reason, data, cause: details.cause });
  }
}

/** Whether `error` came from this room, also when another module graph of the process made it. */
export function isDockerError(error: unknown): error is DockerError {
  return isTomoError(error) && error.reason !== undefined && error.reason in reasons;
}

/** Translates what a call to the Engine API threw; SSH failures without words of Docker pass through unchanged. */
export function explainEngineFailure(error: unknown): unknown {
  if (isDockerError(error)) return error;
  // Only the end of the stream carries Docker's words; what sudo says against the account is explained already.
  if (isSshError(error)) {
    const said = error.reason === 'closed' ? error.data?.said : undefined;
    return typeof said === 'string' ? explainSaid(said, error) : error;
  }
  const { statusCode, json, message, code } = error as {
    statusCode?: number;
    json?: unknown;
    message?: string;
    code?: string;
  };
  // Node's word for an answer that is cut off half-way; why the stream under it ended is not handed on.
  if (code === 'ECONNRESET') return closedError(undefined, error);
  if (statusCode === undefined) return error;
  if (statusCode >= 300 && statusCode < 400) return oddAnswer('a redirect, which Tomo never follows', error);
  const said = saidBy(json) ?? message ?? '';
  if (statusCode === 404) {
    return new DockerError('docker_not_found', 'Docker does not know this object any more.', {
      hint: 'Reload the page: it was probably removed meanwhile.',
      said,
      cause: error,
    });
  }
  return new DockerError('docker_failed', `Docker refused the request: ${printable(said) || statusCode}.`, {
    hint: 'Look at the log of the Docker engine on the server: journalctl -u docker.',
    said,
    cause: error,
  });
}

// The first lines that the Docker command, sudo or the shell print instead of a stream to the engine.
function explainSaid(said: string, cause: unknown): DockerError {
  if (/permission denied/i.test(said)) {
    return new DockerError('docker_denied', 'The account may not use Docker on the server.', {
      hint: 'Let Tomo become root there, or add the account to the docker group – which is as strong as root.',
      said,
      cause,
    });
  }
  if (
    /cannot connect to the docker daemon|no such file or directory|connection refused|is the docker daemon running/i.test(
      said,
    )
  ) {
    return new DockerError('docker_stopped', 'The Docker engine of the server does not run.', {
      hint: 'Start it on the server: systemctl start docker. Its log says why it stopped: journalctl -u docker.',
      said,
      cause,
    });
  }
  if (/not found|unknown command|no such command|is not a docker command/i.test(said)) {
    return new DockerError('docker_missing', 'Docker is not installed on the server, or far too old.', {
      hint: 'Prepare the server: that installs Docker.',
      said,
      cause,
    });
  }
  return new DockerError('docker_failed', 'The connection to the Docker engine broke.', {
    hint: 'Check on the server that "docker version" works for this account.',
    said,
    cause,
  });
}

/** A refusal to hand out a log, with the cause that people can change: where the engine sends the output instead. */
export function asUnreadableLog(error: unknown): unknown {
  if (!isDockerError(error) || !/does not support reading/i.test(String(error.data?.said ?? '')))
    return error;
  return new DockerError(
    'docker_log_unreadable',
    'Docker keeps no log of this container that could be read.',
    {
      hint: 'Its logging driver sends the output elsewhere or drops it. With json-file, local or journald it can be read here.',
      said: String(error.data?.said ?? ''),
      cause: error,
    },
  );
}

/** The answer is not what an engine sends: too large, cut, or of another shape. */
export function oddAnswer(what: string, cause?: unknown): DockerError {
  return new DockerError('docker_odd_answer', `The Docker engine answered with ${what}.`, {
    hint: 'Check which program answers at the Docker socket of the server.',
    cause,
  });
}

function saidBy(json: unknown): string | undefined {
  const message = typeof json === 'object' && json !== null && 'message' in json ? json.message : undefined;
  return typeof message === 'string' ? message : undefined;
}

function printable(text: string): string {
  return text
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, 400);
}
