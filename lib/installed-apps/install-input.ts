import 'server-only';
import { z } from 'zod';
import { isUnprintableLine } from '@/lib/applications/unprintable';
import { instanceName } from './instance-name';

const few = <T extends z.ZodType>(value: T, most: number) =>
  z.record(z.string().max(64), value).refine((all) => Object.keys(all).length <= most, 'Too many entries');

const displayNameInput = z
  .string()
  .trim()
  .min(1, 'Give the app a name')
  .max(80, 'A name has at most 80 characters')
  .refine((text) => !isUnprintableLine(text), 'A name is one line without control characters');

const mebibyte = 2 ** 20;

/** What a person chose in the deploy form; the body of `POST /api/v1/apps`. The definition decides about fields and ports. */
export const installInput = z.strictObject({
  applicationId: z.uuid(),
  serverId: z.uuid(),
  instanceName,
  displayName: displayNameInput.optional(),
  /** By key, several values of one field as a list; a field that is left out gets its default. */
  fields: few(z.union([z.string().max(65_536), z.array(z.string().max(4096)).max(200)]), 300).default({}),
  /** Keys of password fields whose value was made by the form's button instead of by a person. */
  generated: z.array(z.string().max(64)).max(60).default([]),
  ports: z
    .array(
      z.strictObject({
        id: z.string().max(64),
        port: z.number(),
        /** `all`, `loopback`, or one address of the server. */
        bind: z.string().max(64),
      }),
    )
    .max(64)
    .default([]),
  limits: few(
    z.strictObject({
      memoryBytes: z
        .int()
        .min(6 * mebibyte, 'Docker needs at least 6 MiB')
        .max(2 ** 46)
        .optional(),
      cpus: z.number().min(0.01).max(512).optional(),
      restart: z.enum(['no', 'always', 'unless-stopped', 'on-failure']).optional(),
    }),
    40,
  ).default({}),
  /** The app of a deployment that never succeeded, to be tried again with these choices. */
  installedAppId: z.uuid().optional(),
});

export type InstallInput = z.output<typeof installInput>;

/** What can be changed about an app that was deployed; the body of `POST /api/v1/apps/:id/configurations`. */
export const configureInput = installInput.pick({
  displayName: true,
  fields: true,
  generated: true,
  ports: true,
  limits: true,
});

export type ConfigureInput = z.output<typeof configureInput>;
