import 'server-only';
import { database } from '@/db/client';
import { updateServerObserved } from '@/db/servers/mutations';
import { findServer } from '@/db/servers/queries';
import type { ServerRow } from '@/db/servers/tables';
import { write } from '@/db/write';
import { systemActor } from '@/lib/audit/entry';
import { recordAudit } from '@/lib/audit/record';
import { nowIso } from '@/lib/runtime/clock';
import { notFound, TomoError } from '@/lib/runtime/errors';
import { singleton } from '@/lib/runtime/singleton';
import { readSetting } from '@/lib/settings/read';
import { connect, type SshConnection } from '@/lib/ssh/connect';
import { isSshError, type SshError } from '@/lib/ssh/errors';
import { createPool } from '@/lib/ssh/pool';
import type { StageReport } from '@/lib/ssh/stages';
import type { Privilege } from '@/lib/ssh/target';
import { openCredential } from './credentials';
import { linkOver, type ServerLink } from './link';

export type WithServerOptions = {
  signal?: AbortSignal;
  onStage?: (report: StageReport) => void;
  /** A connection of its own, opened now and closed afterwards: for a check, which wants to see every stage. */
  fresh?: boolean;
  /** Schedules wait while a server that failed is in its back-off; people do not. */
  background?: boolean;
};

/**
 * The one way to touch a server: opens the sealed sign-in, takes (or opens) the pooled connection with the pinned host
 * key checked, and lends it to `fn`. Throws before anything is sent when the key is not trusted or was contradicted.
 */
export async function withServer<T>(
  serverId: string,
  fn: (link: ServerLink) => Promise<T>,
  options: WithServerOptions = {},
): Promise<T> {
  const server = await requireUsable(serverId);
  try {
    if (options.fresh) return await withFresh(server, fn, options);
    return await serverPool().withConnection(
      serverId,
      () => openConnection(server, options),
      async (connection) => fn(linkOver(serverId, connection, await privilegeOf(server))),
      { background: options.background, signal: options.signal },
    );
  } catch (error) {
    if (isSshError(error) && error.reason === 'host_key_changed') await noteChangedKey(server, error);
    throw error;
  }
}

async function withFresh<T>(
  server: ServerRow,
  fn: (link: ServerLink) => Promise<T>,
  options: WithServerOptions,
): Promise<T> {
  const connection = await openConnection(server, options);
  try {
    return await fn(linkOver(server.id, connection, await privilegeOf(server)));
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

async function requireUsable(serverId: string): Promise<ServerRow> {
  const server = await findServer(database(), serverId);
  if (!server) throw notFound('This server');
  if (server.status === 'host_key_changed') {
    throw new TomoError('unreachable', `The host key of ${server.name} changed. Nothing was sent.`, {
      hint: 'An administrator compares the new key on the console of the server, then accepts or refuses it.',
      reason: 'host_key_changed',
    });
  }
  if (!server.hostKeyPublic) {
    throw new TomoError(
      'unreachable',
      `The host key of ${server.name} is not confirmed yet. Nothing was sent.`,
      {
        hint: 'An administrator confirms the key on the page of the server.',
        reason: 'not_verified',
      },
    );
  }
  if (!server.isEnabled)
    throw new TomoError('unavailable', `${server.name} is switched off in Tomo.`, { reason: 'disabled' });
  return server;
}

async function openConnection(server: ServerRow, options: WithServerOptions): Promise<SshConnection> {
  const { auth } = await openCredential(database(), server.id);
  return connect(
    { host: server.host, port: server.port, username: server.username },
    auth,
    { type: server.hostKeyType ?? '', blob: server.hostKeyPublic ?? '' },
    {
      readyTimeoutMs: readSetting('ssh.connect_timeout_seconds') * 1000,
      keepaliveMs: readSetting('ssh.keepalive_seconds') * 1000,
      signal: options.signal,
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

/** Blocks the server and tells the ledger, once, however many callers saw it. */
async function noteChangedKey(server: ServerRow, error: SshError): Promise<void> {
  const offered = error.offered;
  await write(async (tx) => {
    const now = await findServer(tx, server.id);
    // Noted by another caller, or decided meanwhile: this connection still knew the key of before.
    if (!now || now.status === 'host_key_changed' || now.hostKeyPublic !== server.hostKeyPublic) return;
    await updateServerObserved(tx, server.id, {
      status: 'host_key_changed',
      statusReason: 'host_key_changed',
      statusChangedAt: nowIso(),
      hostKeyOffered: offered
        ? [{ type: offered.type, public: offered.blob, fingerprint: offered.fingerprint, seen_at: nowIso() }]
        : [],
    });
    await recordAudit(tx, {
      actor: systemActor,
      entityType: 'server',
      entityId: server.id,
      entityName: server.name,
      action: 'host_key_mismatch',
      outcome: 'denied',
      serverId: server.id,
      oldValue: { type: server.hostKeyType, fingerprint: server.hostKeyFingerprint },
      newValue: offered ? { type: offered.type, fingerprint: offered.fingerprint } : null,
    });
  });
  dropConnection(server.id);
}
