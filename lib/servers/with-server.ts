import 'server-only';
import { database } from '@/db/client';
import { findServer } from '@/db/servers/queries';
import type { ServerRow } from '@/db/servers/tables';
import { isTomoError, messageOf } from '@/lib/runtime/errors';
import { singleton } from '@/lib/runtime/singleton';
import { readSetting } from '@/lib/settings/read';
import { connect, type SshConnection } from '@/lib/ssh/connect';
import { isSshError, SshError } from '@/lib/ssh/errors';
import { createPool } from '@/lib/ssh/pool';
import type { StageReport } from '@/lib/ssh/stages';
import type { Privilege, SshAuth } from '@/lib/ssh/target';
import { noteChangedKey } from './changed-key';
import { openCredential } from './credentials';
import { linkOver, type ServerLink } from './link';
import { requireUsable } from './usable';

export type WithServerOptions = {
  signal?: AbortSignal;
  onStage?: (report: StageReport) => void;
  /** A connection of its own, opened now and closed afterwards: for a check, which wants to see every stage. */
  fresh?: boolean;
  /** Another way to sign in than the stored one, to try it; such a connection is always fresh. */
  signIn?: SshAuth;
  /** The account that `signIn` is for, where it is another than the stored one. */
  username?: string;
  /** Schedules wait while a server that failed is in its back-off; people do not. */
  background?: boolean;
  /** Called when the connection of the jump host stands; at once when there is none. */
  onJump?: () => void;
};

/**
 * The one way to touch a server: opens the sealed sign-in, takes (or opens) the pooled connection with the pinned host
 * key checked, and lends it to `fn`. Throws before anything is sent when the key is not trusted or was contradicted. A
 * server behind a jump host is reached over that one's pooled connection, which is checked in the same way.
 */
export async function withServer<T>(
  serverId: string,
  fn: (link: ServerLink) => Promise<T>,
  options: WithServerOptions = {},
): Promise<T> {
  const server = await requireUsable(serverId);
  return throughJump(server, options, (via) =>
    minding(server, async () => {
      const use = async (connection: SshConnection) =>
        fn(linkOver(serverId, connection, await privilegeOf(server)));
      if (options.fresh || options.signIn) return withFresh(server, via, use, options);
      return serverPool().withConnection(
        serverId,
        // Others may wait for the same connection: it is given up when the last of them has, not with this one.
        (signal) => openConnection(server, via, { ...options, signal }),
        use,
        options,
      );
    }),
  );
}

/**
 * Lends the connection of the jump host of `server`, from the pool that all others share; `undefined` when it has none.
 * Whatever is the matter with the jump host is told with its name and never counts as the server's own.
 */
export async function throughJump<T>(
  server: Pick<ServerRow, 'jumpServerId'>,
  options: WithServerOptions,
  fn: (via: SshConnection | undefined) => Promise<T>,
): Promise<T> {
  const { jumpServerId } = server;
  let reached = jumpServerId === null;
  const use = (via: SshConnection | undefined) => {
    reached = true;
    options.onJump?.();
    return fn(via);
  };
  if (jumpServerId === null) return use(undefined);
  try {
    const jump = await requireUsable(jumpServerId);
    const { signal, background } = options;
    return await minding(jump, () =>
      serverPool().withConnection(
        jump.id,
        (opening) => openConnection(jump, undefined, { signal: opening }),
        use,
        { signal, background },
      ),
    );
  } catch (error) {
    if (reached || signalled(options, error)) throw error;
    throw jumpFailed((await findServer(database(), jumpServerId))?.name, error);
  }
}

function signalled({ signal }: WithServerOptions, error: unknown): boolean {
  return signal?.aborted === true && (error === signal.reason || isSshError(error));
}

function jumpFailed(name: string | undefined, cause: unknown): SshError {
  return new SshError(
    'jump_failed',
    `The jump host ${name ?? 'of this server'} cannot be used. ${messageOf(cause)}`,
    {
      hint: (isTomoError(cause) && cause.hint) || 'Check the jump host on its own page first.',
      data: { jump: (isTomoError(cause) && (cause.reason ?? cause.code)) || 'unexpected' },
      cause,
    },
  );
}

/** Runs `work` over a connection of `server` and blocks that server when it shows another key than the trusted one. */
async function minding<T>(server: ServerRow, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isSshError(error) && error.reason === 'host_key_changed' && !noted.has(error)) {
      noted.add(error);
      await noteChangedKey(server, error);
      dropConnection(server.id);
    }
    // Given up because another caller saw a changed key meanwhile: that is the reason, for everybody who was on their way.
    if (isSshError(error) && error.reason === 'closed') await requireUsable(server.id);
    throw error;
  }
}

// An error of the server behind passes the jump host's guard on its way out, which must not take it for its own.
const noted = new WeakSet<SshError>();

async function withFresh<T>(
  server: ServerRow,
  via: SshConnection | undefined,
  use: (connection: SshConnection) => Promise<T>,
  options: WithServerOptions,
): Promise<T> {
  const connection = await openConnection(server, via, options);
  try {
    return await use(connection);
  } finally {
    connection.close();
  }
}

/** Closes the pooled connection of a server and forgets its failures: after a change of its sign-in, key or address. */
export function dropConnection(serverId: string): void {
  serverPool().drop(serverId);
}

/** Closes every pooled connection, when the process stops. */
export async function closeConnections(): Promise<void> {
  await serverPool().closeAll();
}

function serverPool() {
  return singleton('servers.pool', () =>
    createPool({ idleMs: readSetting('ssh.idle_close_seconds') * 1000 }),
  );
}

async function openConnection(
  server: ServerRow,
  via: SshConnection | undefined,
  options: WithServerOptions,
): Promise<SshConnection> {
  const auth = options.signIn ?? (await openCredential(database(), server.id)).auth;
  return connect(
    { host: server.host, port: server.port, username: options.username ?? server.username },
    auth,
    { type: server.hostKeyType ?? '', blob: server.hostKeyPublic ?? '' },
    {
      readyTimeoutMs: readSetting('ssh.connect_timeout_seconds') * 1000,
      keepaliveMs: readSetting('ssh.keepalive_seconds') * 1000,
      oldAlgorithms: server.allowLegacyAlgorithms,
      signal: options.signal,
      via,
      onStage: options.onStage,
    },
  );
}

async function privilegeOf(server: ServerRow): Promise<Privilege> {
  if (server.sudoMode === 'root') return 'root';
  if (server.sudoMode === 'login_password' || server.sudoMode === 'password') {
    const { sudoPassword } = await openCredential(database(), server.id);
    if (sudoPassword) return { password: sudoPassword };
  }
  // `auto` and `none` try the harmless form: sudo without a password, which asks nothing and fails with a reason.
  return server.username === 'root' ? 'root' : 'passwordless';
}
