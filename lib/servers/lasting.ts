import 'server-only';
import type { Secret } from '@/lib/crypto/secret';
import { isDockerError } from '@/lib/docker/errors';
import type { LineLevel } from '@/lib/jobs/line';
import { sleep } from '@/lib/runtime/clock';
import { isTomoError } from '@/lib/runtime/errors';
import { isSshError } from '@/lib/ssh/errors';

import type { ServerLink } from './link';
import { type WithServerOptions, withServer } from './with-server';

/** A job, or one of its steps, as far as its connection concerns it. */
type Work = {
  signal: AbortSignal;
  log(message: string, level?: LineLevel): void;
  addSecret(secret: Secret): void;
};

type LastingOptions = Pick<WithServerOptions, 'onStage'> & {
  /** `fail`: a server that does not answer at all is told at once; one whose connection stood is waited for all the same. */
  unreached?: 'wait' | 'fail';
};

/** Reasons that a lost or missing connection has; the server itself may be well, or be starting again. */
const PASSING = new Set([
  'closed',
  'timeout',
  'refused',
  'dns',
  'channel_refused',
  'too_many_connections',
  'not_ssh',
]);
const UNREACHED_MS = [1_000, 3_000, 10_000, 20_000];
/** Three minutes: as long as a server may take to restart. */
const LOST_MS = [1_000, 2_000, 5_000, 10_000, 15_000, 20_000, 25_000, 30_000, 30_000, 45_000];

/** Whether `error` is trouble of the connection that passes, so that trying again makes sense. */
export function isPassing(error: unknown): boolean {
  if (!isSshError(error)) return false;
  // The jump host may be starting again as well.
  return PASSING.has(error.reason === 'jump_failed' ? String(error.data?.jump) : error.reason);
}

/**
 * Asks or changes the server of a job by `fn`, which must bear being run again: a connection that is lost is taken up anew,
 * and the engine behind it waited for, for about three minutes; one that cannot be had for about half a minute. Keeps the
 * secrets of the connection out of the lines of the job. Throws what `withServer` and `fn` throw.
 */
export async function lasting<T>(
  work: Work,
  serverId: string,
  fn: (link: ServerLink) => Promise<T>,
  { onStage, unreached = 'wait' }: LastingOptions = {},
): Promise<T> {
  let stood = false;
  let said = '';
  for (let tries = 0; ; tries += 1) {
    try {
      return await withServer(
        serverId,
        (link) => {
          stood = true;
          for (const secret of link.secrets) work.addSecret(secret);
          return fn(link);
        },
        { signal: work.signal, onStage },
      );
    } catch (error) {
      const pauses = stood ? LOST_MS : unreached === 'wait' ? UNREACHED_MS : [];
      const pause = pauses[tries];
      // After a restart of the server its engine comes up later than its sign-in.
      const passes =
        isPassing(error) || (tries > 0 && isDockerError(error) && error.reason === 'docker_stopped');
      if (work.signal.aborted || pause === undefined || !passes || !isTomoError(error)) throw error;
      if (error.message !== said) work.log(`${error.message} Trying again.`, 'WARNING');
      said = error.message;
      await sleep(pause, work.signal);
    }
  }
}
