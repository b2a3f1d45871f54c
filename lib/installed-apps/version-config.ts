import 'server-only';
import { z } from 'zod';
import { absPath } from '@/lib/applications/abs-path';
import { portNumber } from '@/lib/applications/port-number';
import { sealFields } from '@/lib/crypto/seal';

const port = z.strictObject({
  id: z.string(),
  protocol: z.enum(['tcp', 'udp']),
  address: z.string(),
  port: portNumber,
});

const page = z.strictObject({
  name: z.string(),
  scheme: z.enum(['http', 'https']),
  path: z.string(),
  /** Address on the server that the port is bound to. */
  address: z.string(),
  port: portNumber,
  primary: z.boolean(),
});

/** Web pages of an app as they are published, the primary one first; what *Open* leads to. */
export const publishedPages = z.array(page);
export type PublishedPage = z.infer<typeof page>;

/**
 * Everything that was chosen for one version of an app, without secrets: with the definition and the secrets beside it, the
 * project folder follows from it byte for byte. Stored as `installed_app_versions.config`.
 */
export const versionConfig = z.strictObject({
  /** Values of the plain fields, by key. */
  plain: z.record(z.string(), z.string()),
  /** Keys of secrets that Tomo made: the only ones that can be shown again. */
  generated: z.array(z.string()),
  ports: z.array(port),
  volumes: z.record(
    z.string(),
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('named') }),
      z.strictObject({ kind: z.literal('folder') }),
      z.strictObject({ kind: z.literal('path'), path: absPath }),
    ]),
  ),
  limits: z.record(
    z.string(),
    z.strictObject({
      memoryBytes: z.number().int().positive().optional(),
      cpus: z.number().positive().optional(),
      restart: z.enum(['no', 'always', 'unless-stopped', 'on-failure']).optional(),
    }),
  ),
  server: z.strictObject({
    host: z.string(),
    timezone: z.string(),
    uid: z.number().int(),
    gid: z.number().int(),
    memoryBytes: z.number().int().positive().optional(),
    sharedFolders: z.array(z.string()),
  }),
  logs: z.strictObject({ maxMb: z.number(), files: z.number() }),
  pages: publishedPages,
  renderedAt: z.string(),
});
export type VersionConfig = z.infer<typeof versionConfig>;

/** Where the secrets of a version belong; an envelope moved to another version does not open. */
export const placeOfSecrets = (versionId: string) => ({
  table: 'installed_app_versions',
  rowId: versionId,
  recordVersion: 1,
});

/** Seals the secrets of a version, by field key, into one envelope. */
export function sealSecrets(versionId: string, secrets: Readonly<Record<string, string>>): string {
  const sealed = sealFields(placeOfSecrets(versionId), { secrets_sealed: JSON.stringify(secrets) });
  return sealed.secrets_sealed ?? '';
}
