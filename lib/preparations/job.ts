import 'server-only';
import { z } from 'zod';
import { database } from '@/db/client';
import { updatePreparationOfJob } from '@/db/preparations/mutations';
import { findServer } from '@/db/servers/queries';
import { defineJob } from '@/lib/jobs/define';
import { nowIso } from '@/lib/runtime/clock';
import { notFound } from '@/lib/runtime/errors';
import { stopDetachedStep } from '@/lib/servers/detached-step';
import { preparationLines } from './preparation-lines';
import { preparationOptions, preparationSteps } from './schema';
import type { Preparation } from './steps/context';
import { dockerRepositoryStep, installDockerStep } from './steps/docker';
import { prerequisitesStep, refreshIndexStep } from './steps/packages';
import { foldersStep, startServiceStep, userGroupStep, verifyStep } from './steps/service';
import { checkResourcesStep, connectStep, detectSystemStep } from './steps/system';

/**
 * Prepares a server: each step asks first whether its work is done, changes the server only if it is not, and runs
 * detached from the connection. Job and preparation row change state together.
 */
export const prepareServerJob = defineJob({
  kind: 'server.prepare',
  payload: z.strictObject({ serverId: z.string(), preparationId: z.string(), options: preparationOptions }),
  permission: 'servers.operate',
  lines: preparationLines,
  steps: () => [...preparationSteps],
  async run(job) {
    const server = await findServer(database(), job.payload.serverId);
    if (!server) throw notFound('This server');
    const preparation: Preparation = { job, server };
    await connectStep(preparation);
    const system = await detectSystemStep(preparation);
    await checkResourcesStep(preparation);
    await refreshIndexStep(preparation);
    await prerequisitesStep(preparation);
    const source = await dockerRepositoryStep(preparation, system);
    await installDockerStep(preparation, source);
    await startServiceStep(preparation);
    await userGroupStep(preparation);
    await foldersStep(preparation);
    return verifyStep(preparation);
  },
  stopRemote: stopDetachedStep,
  async onStart(tx, job) {
    await updatePreparationOfJob(tx, job.id, { status: 'running', startedAt: job.startedAt ?? nowIso() });
  },
  async onStep(tx, job, stepKey) {
    await updatePreparationOfJob(tx, job.id, { currentStep: stepKey });
  },
  async onEnd(tx, job, _payload, { status, errorCode, errorMessage, result }) {
    await updatePreparationOfJob(tx, job.id, {
      status,
      errorCode,
      errorMessage,
      result,
      completedAt: nowIso(),
    });
  },
});
