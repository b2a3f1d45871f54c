import 'server-only';
import { hkdfSync, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { env } from '@/lib/runtime/env';
import { singleton } from '@/lib/runtime/singleton';

/** One purpose, one key: each label yields an independent 256-bit key of the active (or a named) master key. */
export type KeyLabel =
  | 'tomo/cred-kek/v1'
  | 'tomo/audit-mac/v1'
  | 'tomo/auth/v1'
  | 'tomo/device/v1'
  | 'tomo/origin/v1'
  | 'tomo/drift/v1'
  | 'tomo/throttle/v1';

type MasterKey = { id: string; bytes: Buffer };

export type Keyring = {
  /** Id of the key that seals new values. */
  activeId: string;
  /** Ids of all keys. */
  ids: string[];
  /** Whether the key lies in the data folder, beside the values that it protects. */
  besideData: boolean;
  /** The sub-key of `label`, from master key `id` (default: the active one); throws if that key is unknown. */
  derive(label: KeyLabel, id?: string): Buffer;
};

/** The keyring of this process: from the environment, else from `keyring` in the data folder, made at the first start. */
export function keyring(): Keyring {
  return singleton('keyring', () => {
    const configured = env().encryptionKey;
    if (configured !== undefined) return buildKeyring(parseKeyring(configured, 'TOMO_ENCRYPTION_KEY'), false);
    return buildKeyring(parseKeyring(readOrCreate(path.join(env().dataDir, 'keyring')), 'keyring'), true);
  });
}

/**
 * Parses lines `kid:base64(32 random bytes)`, first one active. Refuses what cannot be a real key and says why, without
 * repeating any part of it.
 */
export function parseKeyring(text: string, source: string): MasterKey[] {
  const keys = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line, index) => parseLine(line, `${source}, key ${index + 1}`));
  if (keys.length === 0)
    throw new Error(`${source}: holds no key. Expected a line id:base64 of 32 random bytes.`);
  if (new Set(keys.map((key) => key.id)).size !== keys.length)
    throw new Error(`${source}: two keys share one id.`);
  return keys;
}

/** The sub-key of a master key: HKDF-SHA-256 (RFC 5869) with an empty salt and the label as info. */
export function deriveFrom(master: Buffer, label: KeyLabel): Buffer {
  return Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), label, 32));
}

function parseLine(line: string, where: string): MasterKey {
  const match = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]+={0,2})$/.exec(line);
  if (!match?.[1] || !match[2]) throw new Error(`${where}: not of the form id:base64.`);
  const bytes = Buffer.from(match[2], 'base64');
  if (bytes.length < 32) throw new Error(`${where}: only ${bytes.length} bytes, 32 are needed.`);
  if (bytes.length > 32) throw new Error(`${where}: ${bytes.length} bytes, exactly 32 are needed.`);
  if (new Set(bytes).size < 12)
    throw new Error(`${where}: repeats itself, it is not random. Make one with openssl rand -base64 32.`);
  if (/^[\x20-\x7e]{32}$/.test(bytes.toString('latin1'))) {
    throw new Error(
      `${where}: is readable text, an example or a passphrase. Make one with openssl rand -base64 32.`,
    );
  }
  return { id: match[1], bytes };
}

function buildKeyring(keys: MasterKey[], besideData: boolean): Keyring {
  const active = keys[0] as MasterKey;
  const derived = new Map<string, Buffer>();
  return {
    activeId: active.id,
    ids: keys.map((key) => key.id),
    besideData,
    derive(label, id = active.id) {
      const master = keys.find((key) => key.id === id);
      if (!master)
        throw new Error(
          `The keyring has no key "${id}". Values sealed with it cannot be opened; restore that key.`,
        );
      const name = `${id} ${label}`;
      const known = derived.get(name) ?? deriveFrom(master.bytes, label);
      derived.set(name, known);
      return known;
    },
  };
}

function readOrCreate(file: string): string {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  if (!existsSync(file)) create(file);
  const handle = openSync(file, 'r');
  try {
    const mode = fstatSync(handle).mode & 0o777;
    if (mode & 0o077) {
      throw new Error(
        `keyring: other users may read it (mode ${mode.toString(8)}). Run chmod 600 on ${file}, and replace the key if others use this machine.`,
      );
    }
    return readFileSync(handle, 'utf8');
  } finally {
    closeSync(handle);
  }
}

function create(file: string): void {
  const id = `k${randomBytes(4).toString('hex')}`;
  let handle: number;
  try {
    // Exclusive creation: of two starters one makes the key and the other reads it.
    handle = openSync(file, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw error;
  }
  writeSync(handle, `${id}:${randomBytes(32).toString('base64')}\n`);
  fsyncSync(handle);
  closeSync(handle);
}
