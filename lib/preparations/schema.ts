import { z } from 'zod';

const port = z
  .string()
  .regex(/^[1-9]\d{0,4}\/(tcp|udp)$/, 'Write ports like 80/tcp, separated by commas.')
  .refine((text) => Number.parseInt(text, 10) <= 65_535, 'Ports go up to 65535.');

/** What a person may choose about a preparation. What is left out is not done. */
export const preparationOptions = z.strictObject({
  /** Where Docker comes from: the vendor's repository (falling back visibly) or the distribution's own packages. */
  dockerSource: z.enum(['vendor', 'distribution']).optional(),
  /** Each container keeps at most `maxFiles` files of `maxSizeMb` MB of its output. */
  logRotation: z
    .strictObject({
      maxSizeMb: z.number().int().min(1).max(10_000),
      maxFiles: z.number().int().min(1).max(100),
    })
    .optional(),
  /** Containers go on running while the engine restarts. */
  liveRestore: z.boolean().optional(),
  /** Docker may be restarted although containers run. */
  restartDocker: z.boolean().optional(),
  /** Opened in ufw or firewalld, where one of them is active. */
  openPorts: z.array(port).max(50).optional(),
  securityUpgrades: z.boolean().optional(),
  timeSync: z.boolean().optional(),
  /** Name of an account that Tomo makes for itself and signs in as from then on. */
  ownAccount: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,30}$/, 'Use small letters, digits and hyphens, up to 31, a letter first.')
    .refine((name) => name !== 'root', 'root is there already.')
    .optional(),
  /** Size of a swap file in MB, on a server that has no swap. */
  swapMb: z.number().int().min(64).max(65_536).optional(),
});

export type PreparationOptions = z.infer<typeof preparationOptions>;
