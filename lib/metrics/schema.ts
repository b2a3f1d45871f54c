import { z } from 'zod';
import { isId } from '@/lib/runtime/ids';
import { containerOrders } from './container-order';
import { rangeNames } from './ranges';

export const serverParams = z.strictObject({ serverId: z.string().refine(isId) });

const ids = z
  .string()
  .max(4_000)
  .transform((text) => text.split(',').filter(Boolean))
  .refine((all) => all.length <= 100 && all.every(isId), 'Give at most 100 server ids, separated by commas.');

/** Which servers; all when left out. At most 100 ids, separated by commas. */
export const latestQuery = z.strictObject({
  servers: ids.optional(),
});

/** A range, and the moment at which it ends (ISO 8601, UTC); now when left out. */
export const metricsQuery = z.strictObject({
  range: z.enum(rangeNames).default('24h'),
  until: z.iso.datetime().optional(),
});

/** Which containers: of some servers or all, of one app; the ones that use most first. */
export const containersQuery = z.strictObject({
  servers: ids.optional(),
  app: z.string().refine(isId).optional(),
  sort: z.enum(containerOrders).default('cpu'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** One container by its name, a range, and the moment at which it ends (ISO 8601, UTC); now when left out. */
export const containerMetricsQuery = metricsQuery.extend({ name: z.string().min(1).max(255) });
