import 'server-only';
import { database } from '@/db/client';
import { listSteps } from '@/db/jobs/queries';
import { listPreparations } from '@/db/preparations/queries';
import { listServerSummaries } from '@/db/servers/list';
import {
  findCredentialFacts,
  findHostKeyConfirmer,
  findLatestJob,
  findServer,
  findTwin,
  listAppsOn,
  listJumpHosts,
  listServersBehind,
} from '@/db/servers/queries';
import type { Actor } from '@/lib/auth/actor';
import { can } from '@/lib/auth/permissions';
import { jobStateView, stepView } from '@/lib/jobs/views';
import { alertRules } from '@/lib/metrics/metric-settings';
import { defineLoader } from '@/lib/procedures/loader';
import { notFound } from '@/lib/runtime/errors';
import { isId } from '@/lib/runtime/ids';
import { readSetting } from '@/lib/settings/read';
import { installCommand } from './own-key/public-line';
import { offeredKeys, type ServerSummary, serverDetail, serverSummary } from './views';

/** Every server, as lists show it; addresses only for those who may see them. */
export const loadServers = defineLoader('servers.read', async (actor): Promise<ServerSummary[]> => {
  const addresses = can(actor.role, 'servers.address');
  const rows = await listServerSummaries(database(), { addresses });
  return rows.map((row) => serverSummary(row, addresses));
});

/** One server with everything its page shows. */
export const loadServer = defineLoader('servers.read', async (actor, serverId: string) => {
  const server = isId(serverId) ? await findServer(database(), serverId) : undefined;
  if (!server) throw notFound('This server');
  const [newest] = await listPreparations(database(), { serverId, kind: 'install' }, 1);
  return {
    ...serverDetail(server, newest?.preparation, can(actor.role, 'servers.address')),
    /** The server through which this one is reached. */
    jump: server.jumpServerId ? await jumpOf(server.jumpServerId) : null,
    twin: server.machineId ? ((await findTwin(database(), server.id, server.machineId)) ?? null) : null,
    may: mayOf(actor),
  };
});

/** What the settings of a server show: its trust and its sign-in, never a secret. */
export const loadServerTrust = defineLoader('servers.manage', async (_actor, serverId: string) => {
  const server = isId(serverId) ? await findServer(database(), serverId) : undefined;
  if (!server) throw notFound('This server');
  const confirmer = server.hostKeyConfirmedBy
    ? await findHostKeyConfirmer(database(), server.hostKeyConfirmedBy)
    : undefined;
  return {
    hostKey: server.hostKeyFingerprint
      ? {
          type: server.hostKeyType,
          fingerprint: server.hostKeyFingerprint,
          trust: server.hostKeyTrust,
          confirmedBy: confirmer?.displayName ?? confirmer?.username ?? null,
          confirmedAt: server.hostKeyConfirmedAt,
        }
      : null,
    credential: (await findCredentialFacts(database(), serverId)) ?? null,
    /** Servers that could be its jump host. */
    jumpHosts: (await listJumpHosts(database())).filter(({ id }) => id !== serverId),
    version: server.version,
    notes: server.notes,
    thresholds: server.thresholds,
    /** What holds where the server has no thresholds of its own. */
    commonRules: alertRules(null),
  };
});

/** The public half of a key that Tomo made for a server, with the command that installs it; null for another sign-in. */
export const loadKeyToInstall = defineLoader('servers.manage', async (_actor, serverId: string) => {
  const facts = isId(serverId) ? await findCredentialFacts(database(), serverId) : undefined;
  if (facts?.kind !== 'generated_key' || !facts.publicKey) return null;
  return { publicKey: facts.publicKey, command: installCommand(facts.publicKey) };
});

/** What removing a server would concern: its apps, a key of Tomo on it, and servers that are reached through it. */
export const loadRemoval = defineLoader('servers.manage', async (_actor, serverId: string) => ({
  apps: (await listAppsOn(database(), serverId)).map(({ name }) => name),
  // Only one that Tomo made: the line of a person's own key is not Tomo's to take away.
  hasKey: (await findCredentialFacts(database(), serverId))?.kind === 'generated_key',
  behind: (await listServersBehind(database(), serverId)).map(({ name }) => name),
}));

/**
 * The newest check of a server: its job, state and steps, and the keys it left for a decision. The keys are read after the
 * job: a check that ends while the page is made shows either itself running or all that it found.
 */
export const loadLatestCheck = defineLoader('servers.read', async (actor, serverId: string) => {
  const job = await findLatestJob(database(), serverId, 'server.check');
  if (!job) return null;
  const seesOutput = can(actor.role, 'jobs.output');
  const server = await findServer(database(), serverId);
  return {
    offeredKeys: server ? offeredKeys(server, can(actor.role, 'servers.address')) : [],
    id: job.id,
    state: jobStateView(job, seesOutput),
    steps: (await listSteps(database(), job.id)).map((step) => stepView(step, seesOutput)),
    createdAt: job.createdAt,
  };
});

/** What the form for a new server begins with. */
export const loadServerDefaults = defineLoader('servers.manage', async () => ({
  port: readSetting('servers.default_port'),
  username: readSetting('servers.default_username'),
  jumpHosts: await listJumpHosts(database()),
}));

async function jumpOf(id: string): Promise<{ id: string; name: string } | null> {
  const jump = await findServer(database(), id);
  return jump ? { id, name: jump.name } : null;
}

function mayOf(actor: Actor) {
  return {
    operate: can(actor.role, 'servers.operate'),
    manage: can(actor.role, 'servers.manage'),
    deploy: can(actor.role, 'apps.operate'),
  };
}

/** What the person may do with servers; screens show no action that the role can never do. */
export const loadServerAbilities = defineLoader('servers.read', async (actor) => mayOf(actor));
