import 'server-only';
import { z } from 'zod';
import { database } from '@/db/client';
import { listStepsOfJobs } from '@/db/jobs/queries';
import { listPreparations } from '@/db/preparations/queries';
import { can } from '@/lib/auth/permissions';
import { shownReason } from '@/lib/jobs/views';
import { defineLoader } from '@/lib/procedures/loader';
import type { PreparationOptions } from './schema';
import { againstLastTime } from './step-times';

/** What a plan of an undo, or the undo itself, was started with. */
type RunOptions = { undo?: boolean; withContainers?: boolean; planId?: string };

/** The query of `GET /api/v1/preparations`. */
export const preparationListQuery = z.object({
  server: z.uuid().optional(),
  size: z.coerce.number().int().min(1).max(100).catch(25).default(25),
});

/**
 * Preparations, plans and undos, newest first: who, when, with which choices, with what result, and how long each step took
 * against the last time.
 */
export const loadPreparations = defineLoader(
  'servers.read',
  async (actor, query: z.output<typeof preparationListQuery>) => {
    const rows = await listPreparations(database(), { serverId: query.server }, query.size);
    const seesOutput = can(actor.role, 'jobs.output');
    const jobIds = rows.flatMap(({ preparation }) => preparation.jobId ?? []);
    const steps = await listStepsOfJobs(database(), jobIds);
    const times = againstLastTime(
      rows.map(({ preparation: { id, jobId, kind, serverId } }) => ({
        id,
        kind: `${kind} ${serverId}`,
        steps: steps.filter((step) => step.jobId === jobId).map(timeOf),
      })),
    );
    return rows.map(({ preparation, requestedBy, requestedByName }) => ({
      id: preparation.id,
      serverId: preparation.serverId,
      jobId: preparation.jobId,
      kind: preparation.kind,
      status: preparation.status,
      currentStep: preparation.currentStep,
      totalSteps: preparation.totalSteps,
      options: preparation.options as PreparationOptions & RunOptions,
      detectedOs: preparation.detectedOs,
      retryOfId: preparation.retryOfId,
      errorCode: preparation.errorCode,
      errorMessage: shownReason(preparation.errorMessage, seesOutput),
      result: seesOutput ? (preparation.result as Record<string, unknown> | null) : null,
      steps: times.get(preparation.id) ?? [],
      hasLog: seesOutput,
      requestedBy: requestedBy ?? requestedByName,
      createdAt: preparation.createdAt,
      startedAt: preparation.startedAt,
      completedAt: preparation.completedAt,
    }));
  },
);

const timeOf = ({ key, status, durationMs }: { key: string; status: string; durationMs: number | null }) => ({
  key,
  status,
  durationMs,
});
