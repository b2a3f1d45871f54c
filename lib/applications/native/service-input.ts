import 'server-only';
import { isIP } from 'node:net';
import { z } from 'zod';
import { composeSize, duration, localName, scalar, strict } from './strict';

const words = z.union([z.string().min(1).max(4096), z.array(scalar).max(100)], {
  error: 'must be text or a list',
});
const keyed = (value: z.ZodType<string | number | boolean>) =>
  z.union([z.record(z.string(), value), z.array(z.string().max(8400)).max(100)], {
    error: 'must be a mapping or a list of KEY=value',
  });

const mount = z.union(
  [
    z.string().max(2000),
    strict({
      type: z.enum(['volume', 'bind']),
      source: z.string().max(1024),
      target: z.string().max(1024),
      read_only: z.boolean().optional(),
    }),
  ],
  { error: 'must be source:target or a mapping with type, source and target' },
);

const healthcheck = strict({
  test: words.optional(),
  interval: duration.optional(),
  timeout: duration.optional(),
  start_period: duration.optional(),
  retries: z.number().int().min(1).max(100).optional(),
  disable: z.boolean().optional(),
}).refine((value) => value.disable === true || value.test !== undefined, { error: 'needs a test' });

const dependency = strict({
  condition: z.enum(['service_started', 'service_healthy', 'service_completed_successfully']).optional(),
});

const resources = strict({
  limits: strict({
    memory: composeSize.optional(),
    cpus: z
      .union([z.number(), z.string().regex(/^\d{1,3}(\.\d{1,3})?$/, 'must be a number')])
      .transform(Number)
      .pipe(z.number().positive().max(512))
      .optional(),
    pids: z.number().int().min(1).max(1_000_000).optional(),
  }).optional(),
});

const capability = z
  .string()
  .regex(/^(CAP_)?[A-Z][A-Z_]{2,30}$/, 'must be the name of a capability such as NET_ADMIN')
  .transform((name) => name.replace(/^CAP_/, ''));

const address = z.string().refine((text) => isIP(text) > 0, { error: 'must be an IP address' });

/** The subset of Compose that a native definition may use in a service (§2.2), power that needs consent included. */
export const serviceInput = strict({
  image: z.string().min(1).max(512),
  command: words.optional(),
  entrypoint: words.optional(),
  environment: keyed(z.union([scalar, z.null()]).transform((value) => value ?? '')).optional(),
  volumes: z.array(mount).max(32).optional(),
  depends_on: z
    .union([z.array(localName).max(20), z.record(localName, dependency)], {
      error: 'must be a list or a mapping',
    })
    .optional(),
  healthcheck: healthcheck.optional(),
  restart: z
    .string()
    .regex(
      /^(no|always|unless-stopped|on-failure(:[1-9]\d{0,2})?)$/,
      'must be "no", always, unless-stopped or on-failure',
    )
    .optional(),
  user: z.union([z.string().max(200), z.number().int()]).optional(),
  group_add: z
    .array(z.union([z.string().regex(/^[a-z0-9_-]{1,32}$/, 'must be a group'), z.number().int().min(0)]))
    .max(20)
    .optional(),
  working_dir: z.string().optional(),
  hostname: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?$/, 'must be a host name')
    .optional(),
  init: z.boolean().optional(),
  tty: z.boolean().optional(),
  stdin_open: z.boolean().optional(),
  stop_signal: z
    .string()
    .regex(/^(SIG)?[A-Z0-9]{2,10}$/, 'must be a signal such as SIGTERM')
    .optional(),
  stop_grace_period: duration.optional(),
  shm_size: composeSize.optional(),
  ulimits: z
    .record(
      z.string().regex(/^[a-z]{2,12}$/, 'must be the name of a limit such as nofile'),
      z.union([z.number().int(), strict({ soft: z.number().int(), hard: z.number().int() })]),
    )
    .optional(),
  read_only: z.boolean().optional(),
  tmpfs: z.union([z.string(), z.array(z.string()).max(16)]).optional(),
  cap_drop: z.array(capability).max(50).optional(),
  extra_hosts: keyed(z.string()).optional(),
  dns: z.union([address, z.array(address).max(5)]).optional(),
  networks: z.array(localName).max(10).optional(),
  secrets: z.array(z.string().max(64)).max(50).optional(),
  platform: z
    .string()
    .regex(/^linux\/(amd64|arm64|arm\/v7)$/, 'must be linux/amd64, linux/arm64 or linux/arm/v7')
    .optional(),
  deploy: strict({ resources: resources.optional() }).optional(),
  privileged: z.boolean().optional(),
  network_mode: z.literal('host').optional(),
  pid: z.literal('host').optional(),
  ipc: z.literal('host').optional(),
  userns_mode: z.literal('host').optional(),
  cap_add: z.array(capability).max(50).optional(),
  devices: z.array(z.string().max(500)).max(20).optional(),
  security_opt: z.array(z.string().max(100)).max(10).optional(),
  sysctls: keyed(scalar).optional(),
  gpus: z.literal('all').optional(),
});

export type ServiceInput = z.infer<typeof serviceInput>;
