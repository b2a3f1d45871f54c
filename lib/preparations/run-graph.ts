import 'server-only';
import { database } from '@/db/client';
import { findServer } from '@/db/servers/queries';
import type { RunningJob, StepResult } from '@/lib/jobs/define';
import { notFound } from '@/lib/runtime/errors';
import { runStep } from './graph/run-step';
import { type Situation, situationOf } from './graph/situation';
import type { PreparationStep } from './graph/step';
import type { PreparationOptions } from './schema';

/** Runs the steps one after the other; gives what the last one found. */
export async function runGraph(
  job: RunningJob<{ serverId: string }>,
  steps: readonly PreparationStep[],
  options: PreparationOptions,
  mode: Situation['mode'],
): Promise<Map<string, StepResult>> {
  const server = await findServer(database(), job.payload.serverId);
  if (!server) throw notFound('This server');
  const found = new Map<string, StepResult>();
  const situation = situationOf(job, server, options, mode, found);
  for (const step of steps) found.set(step.key, await runStep(job, situation, step));
  return found;
}
