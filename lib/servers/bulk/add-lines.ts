import 'server-only';
import type { z } from 'zod';
import { insertServer } from '@/db/servers/mutations';
import { findServerByName } from '@/db/servers/queries';
import type { Tx } from '@/db/write';
import { Secret } from '@/lib/crypto/secret';
import { nowIso } from '@/lib/runtime/clock';
import { isTomoError, TomoError } from '@/lib/runtime/errors';
import { newId } from '@/lib/runtime/ids';
import { parsePrivateKey } from '@/lib/ssh/private-key';
import { unlockPrivateKey } from '@/lib/ssh/unlock-key';
import { assertAddressFree } from '../address-taken';
import { saveCredential } from '../credentials';
import { keyComment } from '../own-key/public-line';
import { createServerInput } from '../schema';
import type { addServersInput } from './bulk-input';
import type { ServerLine } from './server-lines';

type SignIn = Omit<z.output<typeof addServersInput>, 'list'>;
type NewServer = z.output<typeof createServerInput>;

/** What became of one line: a server, or the reason why not. Goes back to the browser, so it holds nothing of the sign-in. */
export type LineResult = { line: number; name: string; address: string } & (
  | {
      serverId: string;
      stored: { host: string; port: number; username: string; authType: string };
      message: null;
    }
  | { serverId: null; message: string }
);

/** Adds the servers of a list, each on its own: a line that is wrong leaves the others as they are. */
export async function addLines(
  tx: Tx,
  lines: readonly ServerLine[],
  signIn: SignIn,
  createdBy: string,
): Promise<LineResult[]> {
  const known = new Map<string, string>();
  const results: LineResult[] = [];
  for (const line of lines) {
    const place = { line: line.line, name: line.name, address: `${line.username}@${line.host}:${line.port}` };
    try {
      const input = readLine(line, signIn);
      const serverId = await addOne(tx, input, createdBy, known);
      const { host, port, username, authType } = input;
      results.push({ ...place, serverId, stored: { host, port, username, authType }, message: null });
    } catch (error) {
      if (!isTomoError(error)) throw error;
      results.push({
        ...place,
        serverId: null,
        message: [error.message, error.hint].filter(Boolean).join(' '),
      });
    }
  }
  return results;
}

function readLine({ line: _line, key, ...fields }: ServerLine, { keys, ...signIn }: SignIn): NewServer {
  const own = key === '' ? undefined : keys[key];
  if (key !== '' && own === undefined)
    throw new TomoError('invalid', `There is no key file named ${key.slice(0, 100)}.`, {
      hint: 'Choose it under Keys of single lines.',
    });
  const parsed = createServerInput.safeParse({
    ...fields,
    ...signIn,
    ...(own !== undefined && { authType: 'key', privateKey: own, password: undefined }),
  });
  if (parsed.success) return parsed.data;
  throw new TomoError(
    'invalid',
    `${[...new Set(parsed.error.issues.map(({ message }) => message))].join('. ')}.`,
  );
}

async function addOne(tx: Tx, input: NewServer, createdBy: string, known: Map<string, string>) {
  await assertAddressFree(tx, { ...input, jumpServerId: null }, 'host');
  if (await findServerByName(tx, input.name)) throw new TomoError('conflict', 'This name is taken.');
  const signIn = unlocked(input, known);
  const serverId = newId();
  const now = nowIso();
  const { name, host, port, username, authType, tags } = input;
  await insertServer(tx, {
    id: serverId,
    name,
    host,
    port,
    username,
    authType: authType === 'password' ? 'password' : 'key',
    tags,
    createdBy,
    createdAt: now,
    updatedAt: now,
  });
  await saveCredential(tx, serverId, signIn, keyComment(name));
  return serverId;
}

/**
 * Reads the key before a row is written, so that a wrong one leaves nothing behind. One that has a passphrase is opened
 * once, not once per line: it takes half a second each time.
 */
function unlocked(input: NewServer, known: Map<string, string>): NewServer {
  if (input.authType !== 'key') return input;
  const text = (input.privateKey ?? '').trim();
  if (!input.passphrase) {
    parsePrivateKey(new Secret(text));
    return input;
  }
  const key = JSON.stringify([text, input.passphrase]);
  const privateKey =
    known.get(key) ?? unlockPrivateKey(new Secret(text), new Secret(input.passphrase)).reveal();
  known.set(key, privateKey);
  return { ...input, privateKey, passphrase: undefined };
}
