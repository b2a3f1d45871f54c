import 'server-only';
import { z } from 'zod';

const short = z.string().max(256);
const bytes = z.number().int().nonnegative();

/** A socket that accepts or receives: who really listens on a target. */
export const listenerSchema = z.strictObject({
  protocol: z.enum(['tcp', 'udp']),
  /** As the kernel shows it, without brackets or zone: `0.0.0.0`, `::`, `*` (both families), `127.0.0.1`. */
  address: z.string().max(64),
  port: z.number().int().min(1).max(65535),
  /** Null where the asking account may not see the owner. */
  process: z.strictObject({ name: z.string().max(64), pid: z.number().int().positive() }).nullable(),
  /** The container that publishes or holds the port; missing where none does, or none could be asked for. */
  container: z.string().max(128).optional(),
});

export const dockerFactsSchema = z.strictObject({
  /** `ready`: the engine answered the asking account. `unusable`: there is a docker program, but no answer. */
  status: z.enum(['absent', 'unusable', 'ready']),
  problem: z.enum(['permission_denied', 'not_running', 'unknown']).nullable(),
  /** What the docker program said about the problem. */
  problemText: z.string().max(500).nullable(),
  programVersion: short.nullable(),
  engineVersion: short.nullable(),
  apiVersion: short.nullable(),
  /** Of Compose v2 or later; the old Python program does not count. */
  composeVersion: short.nullable(),
  service: z.strictObject({ active: z.boolean(), startsAtBoot: z.boolean().nullable() }).nullable(),
});

/** What a target said about itself; stored as `servers.system_info`. Unknown values are null or empty, never invented. */
export const serverFactsSchema = z.strictObject({
  os: z.strictObject({
    id: short,
    idLike: z.array(short).max(16),
    name: short,
    version: short.nullable(),
    codename: short.nullable(),
    family: z.enum(['debian', 'rhel', 'suse', 'arch', 'alpine', 'unknown']),
  }),
  kernel: z.strictObject({ name: short, release: short, architecture: short }),
  hostname: short.nullable(),
  /** The account that asked: as root it sees more. */
  account: short.nullable(),
  machineId: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .nullable(),
  bootId: z.string().max(36).nullable(),
  uptimeSeconds: z.number().nonnegative().nullable(),
  cpu: z.strictObject({ model: short.nullable(), count: z.number().int().positive().nullable() }),
  memory: z.strictObject({ totalBytes: bytes, swapTotalBytes: bytes }),
  /** Local file systems, `/` first. */
  mounts: z
    .array(
      z.strictObject({
        point: z.string().max(4096),
        device: z.string().max(4096),
        totalBytes: bytes,
        usedBytes: bytes,
        percent: z.number().min(0).max(100),
      }),
    )
    .max(16),
  /** In the words of systemd-detect-virt; `none` is a machine of its own. */
  virtualisation: short.nullable(),
  init: short.nullable(),
  packageManager: z.enum(['apt-get', 'dnf', 'yum', 'zypper', 'pacman', 'apk']).nullable(),
  docker: dockerFactsSchema,
  listeners: z.array(listenerSchema).max(2000),
  rebootRequired: z.boolean(),
  rebootPackages: z.array(short).max(50),
  /** As the cached package index knows them, and how old that is; null without an index. */
  pendingUpdates: z
    .strictObject({
      total: z.number().int(),
      security: z.number().int().nullable(),
      indexAgeSeconds: z.number().int().nonnegative(),
    })
    .nullable(),
  clock: z.strictObject({
    /** The target's wall clock when it began to answer, milliseconds since 1970. */
    epochMs: z.number().positive(),
    synchronised: z.boolean().nullable(),
  }),
  temperatures: z.array(z.strictObject({ name: short, celsius: z.number() })).max(32),
});

export type ServerFacts = z.infer<typeof serverFactsSchema>;
export type DockerFacts = z.infer<typeof dockerFactsSchema>;
export type Listener = z.infer<typeof listenerSchema>;

/**
 * Seconds by which a target's clock is ahead of ours (negative: behind). `sentAtMs` and `answeredAtMs` are our wall
 * clock when the script was sent and when its first output arrived; half of the time between is taken as the way.
 */
export function clockOffsetSeconds(facts: ServerFacts, sentAtMs: number, answeredAtMs: number): number {
  return (facts.clock.epochMs - (sentAtMs + answeredAtMs) / 2) / 1000;
}
