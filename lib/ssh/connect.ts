import 'server-only';
import type { Duplex } from 'node:stream';
import ssh2 from 'ssh2';
import { offeredAlgorithms } from './algorithms';
import { SshConnection } from './connection';
import { closedError, SshError } from './errors';
import { watchGreeting } from './greeting';
import { explainHandshake, nothingSeen, type Witnessed } from './handshake-failure';
import { onlyTrue, pinnedKeyVerifier } from './host-key';
import { Limit } from './limit';
import { SignIn } from './sign-in';
import { StageClock, type StageReport } from './stages';
import type { PinnedKey, SshAuth, SshTarget } from './target';
import { timeoutError } from './tcp';
import { openWay } from './way';

export type { SshConnection };

export type ConnectOptions = {
  /** Bound of the whole connect in milliseconds: name, port, host key and sign-in. */
  readyTimeoutMs: number;
  /** A sign of life is asked for after this many silent milliseconds; three unanswered ones end the connection. */
  keepaliveMs: number;
  /** Whether old algorithms are offered too, because somebody allowed them for this server. */
  oldAlgorithms?: boolean;
  signal?: AbortSignal;
  /** The connection of a jump host, over which the server is reached instead of directly. It must outlive the new one. */
  via?: SshConnection;
  /** Called as each step is done. */
  onStage?: (report: StageReport) => void;
};

/**
 * Connects and signs in with the stored method, to exactly the pinned host key: nothing is sent before the key is checked.
 * @throws SshError `dns`, `refused`, `timeout`, `closed`, `not_ssh`, `too_many_connections`, `no_common_algorithm`,
 *   `algorithms_too_old`, `forwarding_refused` (by the jump host), `host_key_changed` (with the offered key), `auth_refused` (with the methods left), `key_unreadable`,
 *   `passphrase_needed`, `aborted`.
 */
export async function connect(
  target: SshTarget,
  auth: SshAuth,
  pinned: PinnedKey,
  options: ConnectOptions,
): Promise<SshConnection> {
  const signIn = new SignIn(target.username, auth);
  const stages = new StageClock(options.onStage);
  const limit = new Limit(options.readyTimeoutMs, options.signal, () => timeoutError(stages.current));
  try {
    const socket = await openWay(target, options.via, stages, limit.signal);
    return await signInOver(socket, {
      target,
      signIn,
      pinned,
      stages,
      limit,
      keepaliveMs: options.keepaliveMs,
      oldAlgorithms: options.oldAlgorithms ?? false,
    });
  } finally {
    limit.end();
  }
}

type Attempt = {
  target: SshTarget;
  signIn: SignIn;
  pinned: PinnedKey;
  stages: StageClock;
  limit: Limit;
  keepaliveMs: number;
  oldAlgorithms: boolean;
};

async function signInOver(socket: Duplex, attempt: Attempt): Promise<SshConnection> {
  const { signIn, stages, limit } = attempt;
  const client = new ssh2.Client();
  const seen: Witnessed = { ...nothingSeen, oldAlgorithms: attempt.oldAlgorithms };
  const explain = (error: Error) => explainHandshake(error, seen);
  const ready = new Promise<void>((resolve, reject) => {
    client.on('handshake', () => stages.done('host_key', 'sign_in'));
    client.once('ready', resolve);
    client.on('error', (error) =>
      reject(stages.current === 'sign_in' ? refusedOr(error, signIn) : explain(error)),
    );
    client.once('close', () =>
      reject(stages.current === 'sign_in' ? closedError() : explain(new Error('closed'))),
    );
    client.on('change password', () => reject(passwordExpired()));
    signIn.onUnanswerable = () => reject(signIn.refusal());
  });
  watchGreeting(socket, seen);
  client.connect({ ...constantOptions(attempt, seen), sock: socket });
  try {
    await limit.race(ready);
  } catch (error) {
    socket.destroy();
    throw error;
  }
  stages.done('sign_in');
  client.removeAllListeners();
  return new SshConnection(client, socket, (error) => {
    const told = explain(error);
    return told.reason === 'closed' ? closedError(undefined, error) : told;
  });
}

function constantOptions(
  { target, signIn, pinned, keepaliveMs, oldAlgorithms }: Attempt,
  seen: Witnessed,
): ssh2.ConnectConfig {
  const isPinned = onlyTrue(pinnedKeyVerifier(pinned));
  return {
    username: target.username,
    ident: 'Tomo',
    algorithms: offeredAlgorithms([pinned.type], oldAlgorithms),
    hostVerifier: (blob: Buffer) => {
      const accepted = isPinned(blob);
      if (!accepted) seen.refusedKey = Buffer.from(blob);
      return accepted;
    },
    authHandler: ((left: string[] | null, partial: boolean | null) => signIn.next(left, partial)) as never,
    keepaliveInterval: keepaliveMs,
    keepaliveCountMax: 3,
    readyTimeout: 0,
  };
}

function refusedOr(error: Error & { level?: string; code?: string | number }, signIn: SignIn): SshError {
  const refused =
    error.level === 'client-authentication' || /authentication failures|no more auth/i.test(error.message);
  return refused
    ? signIn.refusal()
    : closedError('The server closed the connection during the sign-in.', error);
}

function passwordExpired(): SshError {
  return new SshError('auth_refused', 'The password of the account has expired.', {
    hint: 'Sign in once by hand and set a new password, then store it here.',
    methods: ['password'],
  });
}
