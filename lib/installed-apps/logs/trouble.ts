import 'server-only';
import { isDockerError } from '@/lib/docker/errors';
import { isTomoError } from '@/lib/runtime/errors';
import type { LogState } from './entry';

/** Why the log of a service cannot be read, as its readers see it. */
export function troubleOf(service: string, error: unknown): LogState {
  if (!isTomoError(error))
    return {
      service,
      phase: 'unreachable',
      message: 'The log could not be read.',
      hint: 'Tomo tries again.',
    };
  const { message, hint } = error;
  if (isDockerError(error) && error.reason === 'docker_not_found') return missing(service);
  if (isDockerError(error) && error.reason === 'docker_log_unreadable')
    return { service, phase: 'unreadable', message, hint };
  return { service, phase: 'unreachable', message, hint };
}

export function missing(service: string): LogState {
  return {
    service,
    phase: 'missing',
    message: `${service} has no container on the server.`,
    hint: 'Its log went with it. Start the app: that makes a new one.',
  };
}

/** A container that is there and does not run. */
export function ended(service: string, status: string): LogState {
  return {
    service,
    phase: 'ended',
    message: `The container of ${service} does not run (${status.toLowerCase()}).`,
    hint: 'This is what it wrote last. New lines appear when it is started.',
  };
}
