import 'server-only';
import { z } from 'zod';
import { database } from '@/db/client';
import { listPreparations } from '@/db/preparations/queries';
import { can } from '@/lib/auth/permissions';
import { shownReason } from '@/lib/jobs/views';
import { defineLoader } from '@/lib/procedures/loader';

/** The query of `GET /api/v1/preparations`. */
export const preparationListQuery = z.object({
  server: z.uuid().optional(),
  size: z.coerce.number().int().min(1).max(100).catch(25).default(25),
});

/** Preparations, newest first: who, when, with what result. */
export const loadPreparations = defineLoader(
  'servers.read',
  async (actor, query: z.output<typeof preparationListQuery>) => {
    const rows = await listPreparations(database(), { serverId: query.server }, query.size);
    const seesOutput = can(actor.role, 'jobs.output');
    return rows.map(({ preparation, requestedBy, requestedByName }) => ({
      id: preparation.id,
      serverId: preparation.serverId,
      jobId: preparation.jobId,
      status: preparation.status,
      currentStep: preparation.currentStep,
      totalSteps: preparation.totalSteps,
      options: preparation.options as Record<string, unknown>,
      detectedOs: preparation.detectedOs,
      retryOfId: preparation.retryOfId,
      errorCode: preparation.errorCode,
      errorMessage: shownReason(preparation.errorMessage, seesOutput),
      result: seesOutput ? (preparation.result as Record<string, unknown> | null) : null,
      requestedBy: requestedBy ?? requestedByName,
      createdAt: preparation.createdAt,
      startedAt: preparation.startedAt,
      completedAt: preparation.completedAt,
    }));
  },
);
