import 'server-only';
import { updatePreparationOfJob } from '@/db/preparations/mutations';
import type { JobDefinition } from '@/lib/jobs/define';
import { nowIso } from '@/lib/runtime/clock';
import { stopDetachedStep } from '@/lib/servers/detached-step';
import { preparationLines } from './preparation-lines';

/** What every job about a preparation has alike: job and preparation row change state together. */
export const preparationRecord = {
  permission: 'servers.operate',
  lines: preparationLines,
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
} satisfies Partial<JobDefinition<unknown>>;
