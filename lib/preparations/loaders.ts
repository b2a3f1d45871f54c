import 'server-only';
import { z } from 'zod';
import { database } from '@/db/client';
import { listPreparations } from '@/db/preparations/queries';
import { defineLoader } from '@/lib/procedures/loader';

/** The query of `GET /api/v1/preparations`. */
export const preparationListQuery = z.object({
  server: z.uuid().optional(),
  size: z.coerce.number().int().min(1).max(100).catch(25).default(25),
});

/** Preparations, newest first: who, when, with what result. */
export const loadPreparations = defineLoader(
  'servers.read',
  async (_actor, query: z.output<typeof preparationListQuery>) => {
    const rows = await listPreparations(database(), { serverId: query.server }, query.size);
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
      errorMessage: preparation.errorMessage,
      result: preparation.result as Record<string, unknown> | null,
      requestedBy: requestedBy ?? requestedByName,
      createdAt: preparation.createdAt,
      startedAt: preparation.startedAt,
      completedAt: preparation.completedAt,
    }));
  },
);
