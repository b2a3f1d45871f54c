import 'server-only';
import { keepBallast } from '@/db/ballast';
import { closeDatabase } from '@/db/client';
import { startUpkeep } from '@/db/upkeep';
import { noteCleanStop } from '@/db/whole';
import { syncStarterApplications } from '@/lib/applications/sync-starter';
import { startAnchoring } from '@/lib/audit/anchor';
import { startNightlyVerification } from '@/lib/audit/nightly';
import { recordFolded } from '@/lib/auth/failed-sign-ins';
import { instanceLabel } from '@/lib/installed-apps/labels';
import { startObservation } from '@/lib/installed-apps/observer';
import { startWorker } from '@/lib/jobs/worker';
import { logCritical, logError } from '@/lib/log/logger';
import { startLogStore } from '@/lib/log/store';
import { startCollector } from '@/lib/metrics/collector';
import { logChange } from '@/lib/metrics/log-change';
import { openSamplerOver } from '@/lib/metrics/sampler';
import { onSignInChange } from '@/lib/servers/sign-in-change';
import { closeConnections, dropConnection, withServer } from '@/lib/servers/with-server';
import { ballastEvents } from './ballast-events';
import { startFileChecks } from './check-file';
import { watchLoop } from './watch-loop';

// The start is the busiest minute; the file has waited longer than that already.
const FIRST_LOOK_AFTER_MS = 2 * 60_000;

/** Something that runs as long as the process. */
export type Running = { stop(): Promise<void> };

/**
 * What runs beside the requests, in the order in which it starts; it stops the other way round. The ledger's anchor is
 * written after everything that may still record, and the database closes last.
 */
export const starters: (() => Running | Promise<Running>)[] = [
  () => ({
    async stop() {
      await closeDatabase();
      noteCleanStop();
    },
  }),
  () => startUpkeep({ onTrouble: (message, error) => logCritical('system', message, error) }),
  () => keepBallast(ballastEvents),
  () => startFileChecks({ firstAfterMs: FIRST_LOOK_AFTER_MS }),
  startLogStore,
  () => watchLoop(),
  async () => {
    await syncStarterApplications();
    return { stop: async () => {} };
  },
  () => startAnchoring((error) => logError('audit', 'The ledger could not be anchored', error)),
  () => startNightlyVerification((error) => logError('audit', 'The ledger could not be verified', error)),
  () => ({ stop: recordFolded }),
  () => ({ stop: closeConnections }),
  () => {
    const unlisten = onSignInChange(dropConnection);
    return { stop: async () => unlisten() };
  },
  () =>
    startCollector({
      openSampler: (serverId) => openSamplerOver((use) => withServer(serverId, use, { background: true })),
      onChange: async (_tx, change) => logChange(change),
      appLabel: instanceLabel,
      lendEngine: (serverId, use, signal) =>
        withServer(serverId, (link) => use(link.docker()), { background: true, signal }),
    }),
  startObservation,
  startWorker,
];
