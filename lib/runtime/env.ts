import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { singleton } from './singleton';

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOSTNAME: z.string().default('0.0.0.0'),
  TOMO_URL: z.url({ protocol: /^https?$/ }).optional(),
  TOMO_DATA_DIR: z.string().min(1).default('./data'),
  TOMO_DATABASE_URL: z.string().startsWith('file:', 'must be a local file: URL').optional(),
  TOMO_ENCRYPTION_KEY: z.string().optional(),
  TOMO_ADMIN_USERNAME: z.string().optional(),
  TOMO_ADMIN_PASSWORD: z.string().optional(),
  TOMO_TRUSTED_PROXIES: z.string().default(''),
  TOMO_AUDIT_ANCHOR_FILE: z.string().optional(),
  TOMO_LOG_LEVEL: z.enum(['debug', 'info', 'warning', 'error', 'critical']).default('info'),
  TOMO_LOG_FORMAT: z.enum(['json', 'pretty']).default('json'),
});

const secretNames = ['TOMO_ENCRYPTION_KEY', 'TOMO_ADMIN_PASSWORD'] as const;
const known = new Set([...Object.keys(schema.shape), ...secretNames.map((name) => `${name}_FILE`)]);
// Read by the front or by tests, never by this module.
const elsewhere = /^TOMO_(E2E|LAB|BENCH)_/;

export type Env = {
  port: number;
  hostname: string;
  /** Public origin such as `https://tomo.example`; undefined means: whatever address people use. */
  url: string | undefined;
  /** Absolute path of the folder that must survive. */
  dataDir: string;
  databaseUrl: string;
  encryptionKey: string | undefined;
  admin: { username: string; password: string } | undefined;
  trustedProxies: string;
  auditAnchorFile: string;
  logLevel: 'debug' | 'info' | 'warning' | 'error' | 'critical';
  logFormat: 'json' | 'pretty';
  /** Names of unknown `TOMO_*` variables: probably typing errors, said once at start. */
  unknown: string[];
};

/** The environment, read and checked once. Throws one line that names the variable, the reason and the remedy. */
export function env(): Env {
  return singleton('env', () => parseEnv(process.env));
}

/** Reads and checks `source`; each secret also comes from the file named by its `_FILE` twin, both together are refused. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const raw: Record<string, string | undefined> = {};
  for (const name of Object.keys(schema.shape)) raw[name] = source[name] === '' ? undefined : source[name];
  for (const name of secretNames) raw[name] = readSecret(source, name);
  const parsed = schema.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Error(
      `${String(issue?.path[0])}: ${issue?.message}. Correct the variable or remove it, then start again.`,
    );
  }
  const value = parsed.data;
  const dataDir = path.resolve(value.TOMO_DATA_DIR);
  return {
    port: value.PORT,
    hostname: value.HOSTNAME,
    url: value.TOMO_URL ? new URL(value.TOMO_URL).origin : undefined,
    dataDir,
    databaseUrl: value.TOMO_DATABASE_URL ?? `file:${path.join(dataDir, 'tomo.db')}`,
    encryptionKey: value.TOMO_ENCRYPTION_KEY,
    admin: adminFrom(value.TOMO_ADMIN_USERNAME, value.TOMO_ADMIN_PASSWORD),
    trustedProxies: value.TOMO_TRUSTED_PROXIES,
    auditAnchorFile: value.TOMO_AUDIT_ANCHOR_FILE ?? path.join(dataDir, 'audit-heads.jsonl'),
    logLevel: value.TOMO_LOG_LEVEL,
    logFormat: value.TOMO_LOG_FORMAT,
    unknown: Object.keys(source).filter(
      (name) => name.startsWith('TOMO_') && !known.has(name) && !elsewhere.test(name),
    ),
  };
}

function readSecret(source: Record<string, string | undefined>, name: string): string | undefined {
  const direct = source[name] || undefined;
  const file = source[`${name}_FILE`] || undefined;
  if (direct && file) throw new Error(`${name}: set it or ${name}_FILE, not both.`);
  if (!file) return direct;
  try {
    return readFileSync(/* turbopackIgnore: true */ file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw new Error(
      `${name}_FILE: cannot read ${file} (${(error as NodeJS.ErrnoException).code}). Check path and rights.`,
    );
  }
}

function adminFrom(username: string | undefined, password: string | undefined): Env['admin'] {
  if (!username && !password) return undefined;
  if (!username || !password) {
    throw new Error('TOMO_ADMIN_USERNAME: needs TOMO_ADMIN_PASSWORD(_FILE) beside it. Set both or none.');
  }
  return { username, password };
}
