import 'server-only';
import { z } from 'zod';
import { categories } from '../categories';
import { portNumber } from '../port-number';
import { fieldInput } from './field-input';
import { serviceInput } from './service-input';
import { duration, httpsUrl, line, localName, size, slug, strict } from './strict';

const imageFile = z
  .string()
  .regex(
    /^[A-Za-z0-9_-]+(?:[./][A-Za-z0-9_-]+)*\.(png|webp|jpe?g)$/,
    'must be a PNG, WebP or JPEG file beside this one',
  );
const reason = line(300);

const port = strict({
  id: localName,
  service: localName,
  target: portNumber,
  protocol: z.enum(['tcp', 'udp', 'both']).default('tcp'),
  preferred: portNumber.optional(),
  purpose: z.enum(['web', 'api', 'dns', 'mail', 'mqtt', 'p2p', 'ssh', 'database', 'other']),
  bind: z.enum(['all', 'loopback']).default('loopback'),
  fixed: z.boolean().default(false),
  sameInside: z.boolean().default(false),
  optional: z.boolean().default(false),
});

const volume = strict({
  id: localName,
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
  backup: z.union([z.boolean(), z.literal('stop')]).default(true),
  shared: z.enum(['media', 'photos', 'downloads', 'documents']).optional(),
  readOnly: z.boolean().default(false),
  owner: z
    .string()
    .regex(/^\d{1,9}:\d{1,9}$/, 'must be uid:gid')
    .optional(),
  description: line(200).optional(),
});

const file = strict({
  path: z.string().max(200),
  content: z.string().max(65_536).optional(),
  mounts: z
    .array(strict({ service: localName, target: z.string().max(1024) }))
    .max(20)
    .default([]),
  template: z.boolean().default(false),
  escape: z.enum(['none', 'json']).default('none'),
});

const statusRange = z.union([
  z.number().int().min(100).max(599),
  z.string().regex(/^[1-5]\d\d-[1-5]\d\d$/, 'must be like 200-399'),
]);

const composeInput = strict({ services: z.record(localName, serviceInput) });

/** `app.yaml`, format 1 (§2.1): shapes, lengths and counts. Meaning is checked after it. */
export const appInput = strict({
  tomo: z.literal(1),
  id: slug,
  name: line(80),
  version: z
    .string()
    .min(1)
    .max(40)
    .regex(/^[A-Za-z0-9][A-Za-z0-9._+~-]*$/, 'must be letters, digits, ., _, +, ~ and -'),
  category: z.enum(categories),
  tagline: line(160),
  description: z.string().max(20_000).optional(),
  releaseNotes: z.string().max(20_000).optional(),
  icon: imageFile.optional(),
  screenshots: z.array(imageFile).max(10).default([]),
  author: line(120).optional(),
  maintainers: z.array(line(120)).max(20).default([]),
  license: z
    .string()
    .max(120)
    .regex(/^[A-Za-z0-9.+() -]+$/, 'must be an SPDX expression such as Apache-2.0'),
  website: httpsUrl.optional(),
  repository: httpsUrl.optional(),
  documentation: httpsUrl.optional(),
  tags: z.array(line(32)).max(20).default([]),
  architectures: z
    .array(z.enum(['amd64', 'arm64', 'arm/v7']))
    .min(1)
    .default(['amd64', 'arm64']),
  requirements: strict({
    memory: size.optional(),
    disk: size.optional(),
    gpu: z.enum(['none', 'optional', 'required']).default('none'),
    https: z.boolean().default(false),
  }).optional(),
  compose: z.union([z.string(), composeInput], {
    error: 'must be a mapping with services, or the name of a file beside this one',
  }),
  groups: z
    .array(strict({ id: localName, label: line(80), advanced: z.boolean().default(false) }))
    .max(20)
    .default([]),
  fields: z.array(fieldInput).max(60).default([]),
  ports: z.array(port).max(32).default([]),
  volumes: z.array(volume).max(32).default([]),
  files: z.array(file).max(50).default([]),
  web: z
    .array(
      strict({
        name: line(80),
        port: localName,
        path: z
          .string()
          .max(200)
          .regex(/^\/[A-Za-z0-9/_.~?&=%-]*$/, 'must be a path such as /admin')
          .default('/'),
        scheme: z.enum(['http', 'https']).default('http'),
        primary: z.boolean().default(false),
      }),
    )
    .max(10)
    .default([]),
  privileges: z
    .array(strict({ id: z.string().min(1).max(300), why: reason }))
    .max(50)
    .default([]),
  health: strict({
    port: localName,
    path: z
      .string()
      .max(200)
      .regex(/^\/[A-Za-z0-9/_.~?&=%-]*$/, 'must be a path such as /health')
      .optional(),
    expect: z.union([statusRange, z.array(statusRange).min(1).max(10)]).optional(),
    timeout: duration.optional(),
  }).optional(),
  credentials: strict({
    username: z.string().max(200).optional(),
    password: z.string().max(200).optional(),
    mustChange: z.boolean().default(false),
    note: line(300).optional(),
  }).optional(),
  upgrade: z
    .array(
      strict({
        below: z.string().min(1).max(40),
        note: line(500),
        backup: z.enum(['required', 'recommended']).optional(),
        breaking: z.boolean().default(false),
      }),
    )
    .max(50)
    .default([]),
});

export type AppInput = z.infer<typeof appInput>;
