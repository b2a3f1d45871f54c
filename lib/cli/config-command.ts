import 'server-only';
import { type Env, env, parseEnv } from '@/lib/runtime/env';
import { type Command, done } from './command';

const SET = 'set (hidden)';

/** Each variable with how its effective value is shown; secrets only as set or not. */
const shown: Record<string, (env: Env) => string | number | undefined> = {
  PORT: (env) => env.port,
  HOSTNAME: (env) => env.hostname,
  TOMO_URL: (env) => env.url,
  TOMO_DATA_DIR: (env) => env.dataDir,
  TOMO_DATABASE_URL: (env) => env.databaseUrl,
  TOMO_ENCRYPTION_KEY: (env) => env.encryptionKey && SET,
  TOMO_ADMIN_USERNAME: (env) => env.admin?.username,
  TOMO_ADMIN_PASSWORD: (env) => env.admin && SET,
  TOMO_TRUSTED_PROXIES: (env) => env.trustedProxies,
  TOMO_AUDIT_ANCHOR_FILE: (env) => env.auditAnchorFile,
  TOMO_LOG_LEVEL: (env) => env.logLevel,
  TOMO_LOG_FORMAT: (env) => env.logFormat,
};

export const config: Command = {
  usage: 'config',
  summary: 'print the effective configuration, secrets hidden, and where each value comes from',
  async run(words) {
    if (words.length > 0) return undefined;
    const effective = env();
    const folder = parseEnv({}).dataDir;
    // Files lie in the data folder by default, wherever that is.
    const defaults = parseEnv({ TOMO_DATA_DIR: effective.dataDir });
    const rows = Object.entries(shown).map(([name, show]) => {
      const value = show(effective);
      const usual = name === 'TOMO_DATA_DIR' ? folder : show(defaults);
      const source = value === usual ? 'default' : 'environment';
      return `${name.padEnd(24)} ${String(value || '–').padEnd(44)} ${source}`;
    });
    const unknown = effective.unknown.map(
      (name) => `${name.padEnd(24)} means nothing to Tomo; check its spelling`,
    );
    return done([...rows, ...unknown].join('\n'));
  },
};
