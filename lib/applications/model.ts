import 'server-only';
import { z } from 'zod';
import { absPath } from './abs-path';
import { categories } from './categories';
import { fieldSchema } from './field-model';
import { portNumber } from './port-number';
import { serviceSchema, textSchema } from './service-model';

const milliseconds = z.number().int().positive();
const bytes = z.number().int().positive();

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
  content: textSchema,
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
      username: textSchema.optional(),
      password: textSchema.optional(),
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
export type AppPort = z.infer<typeof portSchema>;
export type Volume = z.infer<typeof volumeSchema>;
export type ConfigFile = z.infer<typeof configFileSchema>;
export type Web = z.infer<typeof webSchema>;
export type Privilege = z.infer<typeof privilegeSchema>;
