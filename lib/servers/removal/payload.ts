import { z } from 'zod';

/** What the removal of a server takes along. */
export const removalPayload = z.strictObject({
  serverId: z.string(),
  /** Apps that are uninstalled first, in this order; empty when they stay. */
  apps: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  volumes: z.boolean(),
  removeKey: z.boolean(),
});
