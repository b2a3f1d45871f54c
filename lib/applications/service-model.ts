import 'server-only';
import { z } from 'zod';
import { absPath } from './abs-path';
import { envKey } from './env-key';
import { imageRef } from './image-ref';

const milliseconds = z.number().int().positive();
const bytes = z.number().int().positive();

/** Literal parts and references: the stored form of `Text`. */
export const textSchema = z.array(z.union([z.string(), z.strictObject({ ref: z.string() })]));

/** A command keeps the difference between a line, which Compose splits into words, and a list of words. */
export const wordsSchema = z.union([
  z.strictObject({ line: z.string() }),
  z.strictObject({ list: z.array(textSchema) }),
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
  env: z.record(envKey, textSchema),
  mounts: z.array(mountSchema),
  tmpfs: z.array(z.strictObject({ target: absPath, sizeBytes: bytes.optional() })),
  dependsOn: z.record(
    z.string(),
    z.enum(['service_started', 'service_healthy', 'service_completed_successfully']),
  ),
  healthcheck: healthcheckSchema.optional(),
  restart: z.string(),
  user: textSchema.optional(),
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

export type Service = z.infer<typeof serviceSchema>;
export type Words = z.infer<typeof wordsSchema>;
export type Mount = z.infer<typeof mountSchema>;
export type Healthcheck = z.infer<typeof healthcheckSchema>;
