import { z } from 'zod';
import { isId } from '@/lib/runtime/ids';
import { rangeNames } from './ranges';

export const serverParams = z.strictObject({ serverId: z.string().refine(isId) });

/** Which servers; all when left out. At most 100 ids, separated by commas. */
export const latestQuery = z.strictObject({
  servers: z
    .string()
    .max(4_000)
    .transform((text) => text.split(',').filter(Boolean))
    .refine(
      (ids) => ids.length <= 100 && ids.every(isId),
      'Give at most 100 server ids, separated by commas.',
    )
    .optional(),
});

/** A range, and the moment at which it ends (ISO 8601, UTC); now when left out. */
export const metricsQuery = z.strictObject({
  range: z.enum(rangeNames).default('24h'),
  until: z.iso.datetime().optional(),
});
