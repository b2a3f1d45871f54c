import type { ServerPreparationRow } from '@/db/preparations/tables';
import type { ServerSummaryRow } from '@/db/servers/list';
import type { ServerRow } from '@/db/servers/tables';
import { shownReason } from '@/lib/jobs/views';
import type { Thresholds } from '@/lib/metrics/alerts';
import { thresholds } from '@/lib/metrics/metric-settings';
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

/** Something on a server that wants a person without being a fault: shown quietly beside its state. */
export type ServerMark = 'old_algorithms' | 'reboot' | 'security_updates' | 'updates' | 'clock';

/** A clock further away than this spoils certificates, log times and metrics. */
export const CLOCK_LIMIT_SECONDS = 30;

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
  marks: ServerMark[];
  /** Package updates that wait, as the last look knew them; null when unknown. */
  pendingUpdates: number | null;
  securityUpdates: number | null;
  /** From which percentages on its measures count as high. */
  thresholds: Thresholds;
  lastSeenAt: string | null;
};

export function serverSummary(row: ServerSummaryRow, seesAddress: boolean): ServerSummary {
  const active = row.preparationStatus === 'pending' || row.preparationStatus === 'running';
  return {
    id: row.id,
    name: row.name,
    state: serverState(row, active),
    reason: reasonOf(row),
    since: row.statusChangedAt,
    address: seesAddress ? addressOf(row) : null,
    system: row.osName,
    dockerVersion: row.dockerVersion,
    dockerStatus: row.dockerStatus,
    preparation: preparationState(row, row.preparationStatus),
    preparationJobId: row.preparationJobId,
    appCount: row.appCount,
    tags: row.tags,
    marks: marksOf(row),
    pendingUpdates: row.pendingUpdates,
    securityUpdates: row.securityUpdates,
    thresholds: thresholds(row.thresholds),
    lastSeenAt: row.lastConnectedAt,
  };
}

function marksOf(row: ServerSummaryRow): ServerMark[] {
  const marks: ServerMark[] = [];
  if (row.allowLegacyAlgorithms) marks.push('old_algorithms');
  if (isClockOff(row.clockOffsetSeconds)) marks.push('clock');
  if (row.rebootRequired) marks.push('reboot');
  if (row.securityUpdates) marks.push('security_updates');
  else if (row.pendingUpdates) marks.push('updates');
  return marks;
}

function isClockOff(offsetSeconds: number | null): boolean {
  return offsetSeconds !== null && Math.abs(offsetSeconds) > CLOCK_LIMIT_SECONDS;
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
    state: serverState(stateColumns(server), active),
    reason: reasonOf(stateColumns(server)),
    /** What keeps Tomo from working on a server that answers, in a word. */
    hindrance: server.status === 'online' ? server.statusReason : null,
    since: server.statusChangedAt,
    address: seesAddress ? addressOf(server) : null,
    host: seesAddress ? server.host : null,
    port: seesAddress ? server.port : null,
    username: seesAddress ? server.username : null,
    authType: server.authType,
    sudoMode: server.sudoMode,
    allowsOldAlgorithms: server.allowLegacyAlgorithms,
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

/** What the state of a server is read from. */
type StateColumns = Pick<
  ServerSummaryRow,
  'status' | 'statusReason' | 'alerts' | 'dockerStatus' | 'isVerified'
> & {
  clockOffsetSeconds: number | null;
};

function stateColumns(server: ServerRow): StateColumns {
  return {
    ...server,
    isVerified: server.hostKeyPublic !== null,
    clockOffsetSeconds: factsOf(server)?.clockOffsetSeconds ?? null,
  };
}

/** The state of a server from what is stored: pure, first match wins. */
function serverState(server: StateColumns, isPreparing: boolean): ServerState {
  if (server.status === 'host_key_changed') return 'host_key_changed';
  if (!server.isVerified) return 'not_verified';
  if (isPreparing) return 'preparing';
  if (server.status === 'offline') return 'offline';
  if (server.status === 'unknown') return 'unknown';
  if (server.statusReason || Object.keys(server.alerts).length > 0 || server.dockerStatus === 'unusable')
    return 'needs_attention';
  return isClockOff(server.clockOffsetSeconds) ? 'needs_attention' : 'online';
}

/** Prepared is what the server itself shows: an engine and Compose that answer. */
function preparationState(
  server: Pick<ServerRow, 'dockerStatus' | 'composeVersion'>,
  latest: ServerPreparationRow['status'] | null,
): PreparationState {
  if (latest === 'pending' || latest === 'running') return latest;
  if (server.dockerStatus === 'ready' && server.composeVersion) return 'completed';
  return latest === null || latest === 'completed' ? 'none' : latest;
}

/** Why a server is in its state, in a word; of several open breaches the first. */
function reasonOf(server: StateColumns): string | null {
  if (server.status !== 'online' || server.statusReason) return server.statusReason;
  const [breach] = Object.entries(server.alerts);
  if (breach) return `${breach[0]}_${breach[1].level}`;
  if (server.dockerStatus === 'unusable') return 'docker_unusable';
  return isClockOff(server.clockOffsetSeconds) ? 'clock_off' : null;
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

function addressOf(server: Pick<ServerRow, 'host' | 'port' | 'username'>): string {
  const host = server.host.includes(':') ? `[${server.host}]` : server.host;
  return `${server.username}@${host}:${server.port}`;
}
