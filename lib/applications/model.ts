import 'server-only';
import { z } from 'zod';
import { absPath } from './abs-path';
import { categories } from './categories';
import { envKey } from './env-key';
import { fieldSchema } from './field-model';
import { imageRef } from './image-ref';
import { portNumber } from './port-number';

const text = z.array(z.union([z.string(), z.strictObject({ ref: z.string() })]));
const milliseconds = z.number().int().positive();
const bytes = z.number().int().positive();

/** A command keeps the difference between a line, which Compose splits into words, and a list of words. */
export const wordsSchema = z.union([
  z.strictObject({ line: z.string() }),
  z.strictObject({ list: z.array(text) }),
]);

export const mountSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('volume'), volume: z.string(), target: absPath, readOnly: z.boolean() }),
  z.strictObject({ kind: z.literal('file'), file: z.string(), target: absPath }),
  z.strictObject({ kind: z.literal('host'), source: absPath, target: absPath, readOnly: z.boolean() }),
  /** The folder of the server that a person names in the `path` field `field`. */
  z.strictObject({ kind: z.literal('field'), field: z.string(), target: absPath, readOnly: z.boolean() }),
]);

export const healthcheckSchema = z.union([
  z.strictObject({ disable: z.literal(true) }),
  z.strictObject({
    test: wordsSchema,
    intervalMs: milliseconds.optional(),
    timeoutMs: milliseconds.optional(),
    startPeriodMs: milliseconds.optional(),
    retries: z.number().int().positive().optional(),
  }),
]);

export const serviceSchema = z.strictObject({
  image: imageRef,
  command: wordsSchema.optional(),
  entrypoint: wordsSchema.optional(),
  env: z.record(envKey, text),
  mounts: z.array(mountSchema),
  tmpfs: z.array(z.strictObject({ target: absPath, sizeBytes: bytes.optional() })),
  dependsOn: z.record(
    z.string(),
    z.enum(['service_started', 'service_healthy', 'service_completed_successfully']),
  ),
  healthcheck: healthcheckSchema.optional(),
  restart: z.string(),
  user: text.optional(),
  groupAdd: z.array(z.string()),
  workingDir: absPath.optional(),
  hostname: z.string().optional(),
  init: z.boolean().optional(),
  tty: z.boolean().optional(),
  stdinOpen: z.boolean().optional(),
  stopSignal: z.string().optional(),
  stopGraceMs: milliseconds.optional(),
  shmBytes: bytes.optional(),
  ulimits: z.record(z.string(), z.strictObject({ soft: z.number().int(), hard: z.number().int() })),
  readOnly: z.boolean(),
  extraHosts: z.record(z.string(), z.string()),
  dns: z.array(z.string()),
  networks: z.array(z.string()),
  /** Names by which the other services of the project also reach this one. */
  aliases: z.array(z.string()),
  secrets: z.array(z.string()),
  platform: z.string().optional(),
  limits: z.strictObject({
    memoryBytes: bytes.optional(),
    cpus: z.number().positive().optional(),
    pids: z.number().int().positive().optional(),
  }),
  capDrop: z.array(z.string()),
  /** Power beyond the default box; each needs a privilege of the same name. */
  power: z.strictObject({
    privileged: z.boolean(),
    hostNetwork: z.boolean(),
    hostPid: z.boolean(),
    hostIpc: z.boolean(),
    hostUserns: z.boolean(),
    capAdd: z.array(z.string()),
    devices: z.array(z.strictObject({ source: absPath, target: absPath, rights: z.string() })),
    sysctls: z.record(z.string(), z.string()),
    unconfined: z.array(z.enum(['apparmor', 'seccomp', 'label', 'systempaths'])),
    newPrivileges: z.boolean(),
    gpu: z.boolean(),
  }),
});

export const portSchema = z.strictObject({
  id: z.string(),
  service: z.string(),
  target: portNumber,
  protocol: z.enum(['tcp', 'udp', 'both']),
  preferred: portNumber.optional(),
  purpose: z.enum(['web', 'api', 'dns', 'mail', 'mqtt', 'p2p', 'ssh', 'database', 'other']),
  bind: z.enum(['all', 'loopback']),
  /** Cannot move to another number (53, 25, 1883 …). */
  fixed: z.boolean(),
  /** The container listens on the number that is published. */
  sameInside: z.boolean(),
  optional: z.boolean(),
});

export const volumeSchema = z.strictObject({
  id: z.string(),
  purpose: z.enum([
    'config',
    'data',
    'database',
    'cache',
    'media',
    'photos',
    'downloads',
    'documents',
    'backup',
  ]),
  backup: z.enum(['yes', 'no', 'stop']),
  shared: z.enum(['media', 'photos', 'downloads', 'documents']).optional(),
  readOnly: z.boolean(),
  /** `uid:gid` that the files should belong to. */
  owner: z.string().optional(),
  description: z.string().optional(),
});

export const configFileSchema = z.strictObject({
  path: z.string(),
  content: text,
  mounts: z.array(z.strictObject({ service: z.string(), target: absPath })),
  /** References are replaced by Tomo when it writes the file, mode 0600. */
  template: z.boolean(),
  escape: z.enum(['none', 'json']),
});

export const webSchema = z.strictObject({
  name: z.string(),
  port: z.string(),
  path: z.string(),
  scheme: z.enum(['http', 'https']),
  primary: z.boolean(),
});

export const privilegeSchema = z.strictObject({
  id: z.string(),
  services: z.array(z.string()),
  why: z.string(),
});

/**
 * The one internal form of a definition: every format ends here, and form, preview, verdict, renderer and audit know only
 * this. Plain JSON: `modelSchema` checks it before it is stored and again when it is read.
 */
export const modelSchema = z.strictObject({
  slug: z.string(),
  name: z.string(),
  version: z.string(),
  category: z.enum(categories),
  texts: z.strictObject({
    tagline: z.string(),
    description: z.string().optional(),
    releaseNotes: z.string().optional(),
  }),
  tags: z.array(z.string()),
  author: z.string().optional(),
  maintainers: z.array(z.string()),
  license: z.string(),
  links: z.strictObject({
    website: z.string().optional(),
    repository: z.string().optional(),
    documentation: z.string().optional(),
  }),
  icon: z.string().optional(),
  screenshots: z.array(z.string()),
  architectures: z.array(z.enum(['amd64', 'arm64', 'arm/v7'])),
  requirements: z.strictObject({
    memoryBytes: bytes.optional(),
    diskBytes: bytes.optional(),
    gpu: z.enum(['none', 'optional', 'required']),
    https: z.boolean(),
  }),
  services: z.record(z.string(), serviceSchema),
  groups: z.array(z.strictObject({ id: z.string(), label: z.string(), advanced: z.boolean() })),
  fields: z.array(fieldSchema),
  ports: z.array(portSchema),
  volumes: z.array(volumeSchema),
  files: z.array(configFileSchema),
  /** Names of networks inside the project, besides `default`. */
  networks: z.array(z.string()),
  web: z.array(webSchema),
  privileges: z.array(privilegeSchema),
  health: z
    .strictObject({
      port: z.string(),
      path: z.string().optional(),
      expect: z.array(z.tuple([z.number(), z.number()])),
      timeoutMs: milliseconds.optional(),
    })
    .optional(),
  credentials: z
    .strictObject({
      username: text.optional(),
      password: text.optional(),
      mustChange: z.boolean(),
      note: z.string().optional(),
    })
    .optional(),
  upgrade: z.array(
    z.strictObject({
      below: z.string(),
      note: z.string(),
      backup: z.enum(['required', 'recommended']).optional(),
      breaking: z.boolean(),
    }),
  ),
});

export type Model = z.infer<typeof modelSchema>;
export type Service = z.infer<typeof serviceSchema>;
export type Words = z.infer<typeof wordsSchema>;
export type Mount = z.infer<typeof mountSchema>;
export type Healthcheck = z.infer<typeof healthcheckSchema>;
export type AppPort = z.infer<typeof portSchema>;
export type Volume = z.infer<typeof volumeSchema>;
export type ConfigFile = z.infer<typeof configFileSchema>;
export type Web = z.infer<typeof webSchema>;
export type Privilege = z.infer<typeof privilegeSchema>;
