import 'server-only';
import type { z } from 'zod';
import { findServerByName } from '@/db/servers/queries';
import type { Tx } from '@/db/write';
import { isTomoError, TomoError } from '@/lib/runtime/errors';
import type { KnownHosts } from '@/lib/ssh/known-hosts-file';
import type { HostKey } from '@/lib/ssh/target';
import { assertAddressFree } from '../address-taken';
import { storeNewServer } from '../new-server';
import { createServerInput } from '../schema';
import { unlockedSignIn } from '../unlocked-sign-in';
import type { addServersInput } from './bulk-input';
import type { ServerLine } from './server-lines';

type SignIn = Omit<z.output<typeof addServersInput>, 'list' | 'knownHosts'>;
type NewServer = z.output<typeof createServerInput>;

/** What became of one line: a server, or the reason why not. Goes back to the browser, so it holds nothing of the sign-in. */
export type LineResult = { line: number; name: string; address: string } & (
  | {
      serverId: string;
      stored: { host: string; port: number; username: string; authType: string };
      /** Of the key that known_hosts had for it and that is trusted from the start; null: to be confirmed. */
      fingerprint: string | null;
      message: null;
    }
  | { serverId: null; message: string }
);

/**
 * Adds the servers of a list, each on its own: a line that is wrong leaves the others as they are. A key of `known` becomes
 * the trusted one: who pasted the line vouches for it, as for a fingerprint.
 */
export async function addLines(
  tx: Tx,
  lines: readonly ServerLine[],
  { known, ...signIn }: SignIn & { known: KnownHosts },
  createdBy: string,
): Promise<LineResult[]> {
  const unlockedKeys = new Map<string, string>();
  const results: LineResult[] = [];
  for (const line of lines) {
    const place = { line: line.line, name: line.name, address: `${line.username}@${line.host}:${line.port}` };
    try {
      const input = readLine(line, signIn);
      const { host, port, username, authType } = input;
      const hostKey = known.keysOf(host, port)[0] ?? null;
      const serverId = await addOne(tx, input, { createdBy, hostKey }, unlockedKeys);
      const stored = { host, port, username, authType };
      results.push({ ...place, serverId, stored, fingerprint: hostKey?.fingerprint ?? null, message: null });
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

async function addOne(
  tx: Tx,
  input: NewServer,
  { createdBy, hostKey }: { createdBy: string; hostKey: HostKey | null },
  unlockedKeys: Map<string, string>,
) {
  await assertAddressFree(tx, { ...input, jumpServerId: null }, 'host');
  if (await findServerByName(tx, input.name)) throw new TomoError('conflict', 'This name is taken.');
  const signIn = unlockedSignIn(input, unlockedKeys);
  const { name, host, port, username, tags } = input;
  const server = { name, host, port, username, jumpServerId: null, tags, hostKey, createdBy };
  return (await storeNewServer(tx, server, signIn)).serverId;
}
