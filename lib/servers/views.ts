import type { ServerPreparationRow } from '@/db/preparations/tables';
import type { listServers } from '@/db/servers/queries';
import type { ServerRow } from '@/db/servers/tables';
import { shownReason } from '@/lib/jobs/views';
import type { ServerFacts } from './facts/facts';

/** The one state of a server that screens show; the first that holds wins (screens.md §1.4). */
export type ServerState =
  | 'host_key_changed'
  | 'not_verified'
  | 'preparing'
  | 'offline'
  | 'unknown'
  | 'needs_attention'
  | 'online';

/** Where the preparation of a server stands: `completed` is what the server itself shows, the rest its newest run. */
export type PreparationState = 'none' | ServerPreparationRow['status'];

export type ServerSummary = {
  id: string;
  name: string;
  state: ServerState;
  /** Finer cause in a word, for example `refused`. */
  reason: string | null;
  since: string | null;
  /** `user@host:port`; null for roles that may not see addresses. */
  address: string | null;
  system: string | null;
  dockerVersion: string | null;
  dockerStatus: ServerRow['dockerStatus'];
  preparation: PreparationState;
  preparationJobId: string | null;
  appCount: number;
  tags: string[];
  lastSeenAt: string | null;
};

export function serverSummary(
  row: Awaited<ReturnType<typeof listServers>>[number],
  seesAddress: boolean,
): ServerSummary {
  const { server } = row;
  const active = row.preparationStatus === 'pending' || row.preparationStatus === 'running';
  return {
    id: server.id,
    name: server.name,
    state: serverState(server, active),
    reason: reasonOf(server),
    since: server.statusChangedAt,
    address: seesAddress ? addressOf(server) : null,
    system: (server.systemInfo as ServerFacts | null)?.os.name ?? null,
    dockerVersion: server.dockerVersion,
    dockerStatus: server.dockerStatus,
    preparation: preparationState(server, row.preparationStatus),
    preparationJobId: row.preparationJobId,
    appCount: row.appCount,
    tags: server.tags,
    lastSeenAt: server.lastConnectedAt,
  };
}

/** The keys that a server showed last and that wait for somebody's decision. */
export function offeredKeys(server: ServerRow, seesAddress: boolean) {
  return (seesAddress ? (server.hostKeyOffered ?? []) : []).map(({ type, fingerprint, seen_at }) => ({
    type,
    fingerprint,
    seenAt: seen_at,
  }));
}

/** A server with what its own page shows. */
export function serverDetail(
  server: ServerRow,
  preparation: ServerPreparationRow | undefined,
  seesAddress: boolean,
) {
  const active = preparation?.status === 'pending' || preparation?.status === 'running';
  return {
    id: server.id,
    name: server.name,
    state: serverState(server, active),
    reason: reasonOf(server),
    since: server.statusChangedAt,
    address: seesAddress ? addressOf(server) : null,
    host: seesAddress ? server.host : null,
    port: seesAddress ? server.port : null,
    username: seesAddress ? server.username : null,
    authType: server.authType,
    sudoMode: server.sudoMode,
    isVerified: server.hostKeyPublic !== null,
    hostKeyFingerprint: seesAddress ? server.hostKeyFingerprint : null,
    hostKeyTrust: server.hostKeyTrust,
    offeredKeys: offeredKeys(server, seesAddress),
    facts: seesAddress ? factsOf(server) : publicFacts(factsOf(server)),
    factsAt: server.systemInfoUpdatedAt,
    dockerStatus: server.dockerStatus,
    dockerVersion: server.dockerVersion,
    composeVersion: server.composeVersion,
    preparation: preparationState(server, preparation?.status ?? null),
    latestPreparation: preparation
      ? {
          id: preparation.id,
          jobId: preparation.jobId,
          status: preparation.status,
          step: preparation.currentStep,
          errorMessage: shownReason(preparation.errorMessage, seesAddress),
        }
      : null,
    tags: server.tags,
    lastSeenAt: server.lastConnectedAt,
    version: server.version,
    createdAt: server.createdAt,
  };
}

/** The state of a server from what is stored: pure, first match wins. */
function serverState(server: ServerRow, isPreparing: boolean): ServerState {
  if (server.status === 'host_key_changed') return 'host_key_changed';
  if (server.hostKeyPublic === null) return 'not_verified';
  if (isPreparing) return 'preparing';
  if (server.status === 'offline') return 'offline';
  if (server.status === 'unknown') return 'unknown';
  if (Object.keys(server.alerts).length > 0 || server.dockerStatus === 'unusable') return 'needs_attention';
  return 'online';
}

/** Prepared is what the server itself shows: an engine and Compose that answer. */
function preparationState(
  server: ServerRow,
  latest: ServerPreparationRow['status'] | null,
): PreparationState {
  if (latest === 'pending' || latest === 'running') return latest;
  if (server.dockerStatus === 'ready' && server.composeVersion) return 'completed';
  return latest === null || latest === 'completed' ? 'none' : latest;
}

/** Why a server is in its state, in a word; of several open breaches the first. */
function reasonOf(server: ServerRow): string | null {
  if (server.status !== 'online') return server.statusReason;
  const [breach] = Object.entries(server.alerts);
  if (breach) return `${breach[0]}_${breach[1].level}`;
  return server.dockerStatus === 'unusable' ? 'docker_unusable' : null;
}

type StoredFacts = ServerFacts & { clockOffsetSeconds: number };

function factsOf(server: ServerRow): StoredFacts | null {
  return server.systemInfo as StoredFacts | null;
}

/** The facts without what tells where the server is and who runs what on it. */
function publicFacts(facts: StoredFacts | null): StoredFacts | null {
  if (!facts) return null;
  return {
    ...facts,
    hostname: null,
    account: null,
    machineId: null,
    bootId: null,
    mounts: [],
    listeners: [],
    docker: { ...facts.docker, problemText: null },
  };
}

function addressOf(server: ServerRow): string {
  const host = server.host.includes(':') ? `[${server.host}]` : server.host;
  return `${server.username}@${host}:${server.port}`;
}
