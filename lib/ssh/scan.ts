import 'server-only';
import ssh2 from 'ssh2';
import { hostKeyTypes, keyTypesOf, offeredAlgorithms } from './algorithms';
import type { SshConnection } from './connection';
import { isSshError } from './errors';
import { watchGreeting } from './greeting';
import { explainHandshake, nothingSeen, type Witnessed } from './handshake-failure';
import { describeHostKey, onlyTrue } from './host-key';
import { Limit } from './limit';
import { StageClock, type StageReport } from './stages';
import type { HostKey, SshTarget } from './target';
import { timeoutError } from './tcp';
import { openWay } from './way';

export type ScanOptions = {
  /** Bound of the whole scan in milliseconds. */ timeoutMs: number;
  signal?: AbortSignal;
  /** Whether old algorithms are offered too, because somebody allowed them for this server. */
  oldAlgorithms?: boolean;
  /** The connection of a jump host, over which the server is looked at. */
  via?: SshConnection;
  /** Called as each step of the first look is done. */
  onStage?: (report: StageReport) => void;
};

/**
 * Asks a server for each of its host keys, best type first, without ever signing in: one handshake per key type that it
 * lists, each refused the moment the key is seen (HOST-2). Keys are claims until somebody compares them.
 * @throws SshError `dns`, `refused`, `timeout`, `closed`, `not_ssh`, `too_many_connections`, `no_common_algorithm`,
 *   `algorithms_too_old`, `forwarding_refused`, `aborted`.
 */
export async function scanHostKeys(
  target: Pick<SshTarget, 'host' | 'port'>,
  options: ScanOptions,
): Promise<HostKey[]> {
  const stages = new StageClock(options.onStage);
  const limit = new Limit(options.timeoutMs, options.signal, () => timeoutError(stages.current));
  try {
    const first = await lookAtKey(target, hostKeyTypes, stages, limit, options);
    const keys = [first.key];
    for (const type of first.listed.filter((name) => name !== first.key.type)) {
      const next = await lookAtKey(target, [type], new StageClock(), limit, options).catch(
        (error: unknown) => {
          // One key is enough to decide with; servers of today penalise many connections without a sign-in.
          if (options.signal?.aborted || !isSshError(error)) throw error;
          return undefined;
        },
      );
      if (next?.key.type === type) keys.push(next.key);
    }
    return keys.sort((a, b) => hostKeyTypes.indexOf(a.type) - hostKeyTypes.indexOf(b.type));
  } finally {
    limit.end();
  }
}

type Look = { key: HostKey; listed: string[] };

async function lookAtKey(
  target: Pick<SshTarget, 'host' | 'port'>,
  types: readonly string[],
  stages: StageClock,
  limit: Limit,
  { via, oldAlgorithms = false }: ScanOptions,
): Promise<Look> {
  const socket = await openWay({ ...target, username: '' }, via, stages, limit.signal);
  const client = new ssh2.Client();
  const seen: Witnessed = { ...nothingSeen, oldAlgorithms };
  let listed: string[] = [];
  const looked = new Promise<Look>((resolve, reject) => {
    const finish = (error: Error) => {
      const key = seen.refusedKey && describeHostKey(seen.refusedKey);
      if (key) resolve({ key, listed });
      else reject(explainScan(error, seen));
    };
    client.on('error', finish);
    client.once('close', () => finish(new Error('closed')));
  });
  watchGreeting(socket, seen);
  client.connect({
    sock: socket,
    username: '',
    ident: 'Tomo',
    algorithms: offeredAlgorithms(types, oldAlgorithms),
    readyTimeout: 0,
    hostVerifier: onlyTrue((blob) => {
      seen.refusedKey = Buffer.from(blob);
      return false;
    }),
    // The handshake would end before this anyway; nobody signs in during a scan.
    authHandler: (() => false) as never,
    debug: (line) => {
      const [, what, names] = /^Handshake: \(remote\) ([^:]+): (.*)$/.exec(line) ?? [];
      if (names === undefined) return;
      seen.listed = names.split(',');
      if (what === 'Host key format') listed = keyTypesOf(seen.listed, oldAlgorithms);
    },
  });
  try {
    return await limit.race(looked);
  } finally {
    socket.destroy();
  }
}

// During a scan nothing is pinned, so "no matching host key format" means outdated, not changed.
function explainScan(error: Error, seen: Witnessed) {
  const renamed = /no matching host key format/.test(error.message)
    ? Object.assign(new Error('Handshake failed: no matching host key type'), { cause: error })
    : error;
  return explainHandshake(renamed, seen);
}
