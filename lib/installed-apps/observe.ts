import 'server-only';
import { database } from '@/db/client';
import { updateInstalledApp } from '@/db/installed-apps/mutations';
import { listBusyApps, listObservedApps } from '@/db/installed-apps/queries';
import type { InstalledAppRow } from '@/db/installed-apps/tables';
import { type Tx, write } from '@/db/write';
import { modelSchema } from '@/lib/applications/model';
import type { ContainerSummary } from '@/lib/docker/container-shapes';
import type { DockerError } from '@/lib/docker/errors';
import { nowIso } from '@/lib/runtime/clock';
import type { ServerLink } from '@/lib/servers/link';
import { storedServices } from './app-state';
import { instanceLabel } from './labels';
import { type Look, lookAtApp } from './look';
import { containersOf, isCalm, type ObservedService } from './observed';

type ObserveOptions = {
  /** Looks at this app in full, although a job (the one that asks) works on it. */
  only?: string;
  signal?: AbortSignal;
};

/**
 * Looks at the apps of a server and stores what was seen: one list of containers for all, and a closer look only at apps
 * whose containers are not as they were. Apps that a job works on are left to it. Returns the closer looks by app.
 */
export async function observeServer(
  link: ServerLink,
  { only, signal }: ObserveOptions = {},
): Promise<Map<string, Look>> {
  const [apps, busy, listed] = await Promise.all([
    listObservedApps(database(), link.serverId),
    listBusyApps(database(), link.serverId),
    link.docker().listContainers({ all: true, labels: [instanceLabel], signal }),
  ]);
  const looks = new Map<string, Look>();
  const desired = new Map(apps.map(({ app }) => [app.id, app.desiredState]));
  const calm: string[] = [];
  for (const { app, definition } of apps) {
    if (only === undefined ? busy.has(app.id) : app.id !== only) continue;
    const stored = storedServices(app);
    if (only === undefined && isAsBefore(app, stored, containersOf(listed, app.id))) {
      calm.push(app.id);
      continue;
    }
    const earlier = Object.fromEntries(
      stored.flatMap(({ container, restarts }) => (container ? [[container, restarts]] : [])),
    );
    const subject = {
      installedAppId: app.id,
      model: modelSchema.parse(definition),
      desired: app.desiredState,
      earlier,
    };
    looks.set(app.id, await lookAtApp(link, subject, signal));
  }
  if (looks.size + calm.length > 0)
    await write((tx) => store(tx, link.serverId, { looks, desired, calm, only }), { lane: 'bulk' });
  return looks;
}

/** Why nothing can be known of apps while the server itself answers: their engine does not. */
const SILENT: ReadonlySet<string> = new Set([
  'docker_missing',
  'docker_stopped',
  'docker_denied',
  'docker_too_old',
  'docker_timeout',
]);

/** Stores that the engine of a server does not answer: what was seen of its apps is old, so their state is unknown. */
export async function noteSilentEngine(serverId: string, error: DockerError): Promise<void> {
  if (!SILENT.has(error.reason)) return;
  const unknown = {
    status: 'unknown' as const,
    errorCode: 'observed',
    errorMessage: [error.message, error.hint].filter(Boolean).join(' '),
  };
  await write(
    async (tx) => {
      const busy = await listBusyApps(tx, serverId);
      for (const { app } of await listObservedApps(tx, serverId))
        if (!busy.has(app.id) && app.status !== 'unknown') await updateInstalledApp(tx, app.id, unknown);
    },
    { lane: 'bulk' },
  );
}

/** Everything runs in the containers that were there before, and did so for minutes. */
function isAsBefore(
  app: InstalledAppRow,
  stored: readonly ObservedService[],
  containers: readonly ContainerSummary[],
): boolean {
  return (
    app.status === 'running' &&
    stored.length === containers.length &&
    stored.every(({ verdict, looping }) => verdict === 'ok' && !looping) &&
    containers.every((one) => isCalm(one) && stored.some(({ id }) => id === one.id))
  );
}

type Seen = {
  looks: ReadonlyMap<string, Look>;
  desired: ReadonlyMap<string, InstalledAppRow['desiredState']>;
  calm: readonly string[];
  only: string | undefined;
};

async function store(tx: Tx, serverId: string, { looks, desired, calm, only }: Seen): Promise<void> {
  // A job that began meanwhile knows better.
  const busy = await listBusyApps(tx, serverId);
  const statusCheckedAt = nowIso();
  for (const id of calm) if (!busy.has(id)) await updateInstalledApp(tx, id, { statusCheckedAt });
  for (const [id, { verdict, columns }] of looks) {
    if (busy.has(id) && id !== only) continue;
    const trouble = verdict.status !== 'running' && verdict.status !== desired.get(id);
    await updateInstalledApp(tx, id, {
      ...columns,
      status: verdict.status,
      statusCheckedAt,
      errorCode: trouble ? 'observed' : null,
      errorMessage: trouble ? [verdict.sentence, verdict.hint].filter(Boolean).join(' ') : null,
    });
  }
}
