import 'server-only';
import type { ServerRow } from '@/db/servers/tables';
import type { RunningJob } from '@/lib/jobs/define';
import { AlreadyDone, type StepRun } from '@/lib/jobs/step';
import { runDetachedOk } from '@/lib/servers/detached-step';
import { withServer } from '@/lib/servers/with-server';
import type { RemoteScript } from '@/lib/ssh/command';
import type { PreparationOptions } from '../schema';

export type PreparationPayload = { serverId: string; preparationId: string; options: PreparationOptions };

/** What every step of a preparation works with. */
export type Preparation = {
  job: RunningJob<PreparationPayload>;
  server: ServerRow;
};

/** Asks the server something as root and returns the lines of the answer; a failure of the question is a failure of the step. */
export async function ask(
  preparation: Preparation,
  script: RemoteScript,
  args: Record<string, string> = {},
): Promise<string[]> {
  const { stdout } = await withServer(
    preparation.server.id,
    async (link) => {
      for (const secret of link.secrets) preparation.job.addSecret(secret);
      return link.root({ script, args, timeoutMs: 60_000, signal: preparation.job.signal });
    },
    { signal: preparation.job.signal },
  );
  return stdout.split('\n').filter(Boolean);
}

/** Changes the server by a script that runs detached from the connection. */
export function change(
  preparation: Preparation,
  step: StepRun,
  task: { script: RemoteScript; args?: Record<string, string>; what: string; leaves: string },
): Promise<string[]> {
  return runDetachedOk(step, preparation.server.id, { ...task, lock: 'exclusive' });
}

/** Ends a step as skipped, unless it was begun before a restart: then its record on the server tells its end. */
export function skipWhen(step: StepRun, done: boolean, reason: string): void {
  if (done && step.remote.ref === null) throw new AlreadyDone(reason);
}
