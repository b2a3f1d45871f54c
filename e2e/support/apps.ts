import { seedCategories } from '@/db/applications/mutations';
import { listApplications } from '@/db/applications/queries';
import { database } from '@/db/client';
import { insertServer } from '@/db/servers/mutations';
import type { ServerRow } from '@/db/servers/tables';
import { users } from '@/db/users/tables';
import { write } from '@/db/write';
import { syncStarterApplications } from '@/lib/applications/sync-starter';
import type { Actor } from '@/lib/auth/actor';
import { type InstallInput, installInput } from '@/lib/installed-apps/install-input';
import { checkAppJob } from '@/lib/installed-apps/job-check';
import { configureAppJob } from '@/lib/installed-apps/job-configure';
import { installAppJob } from '@/lib/installed-apps/job-install';
import { restartAppJob, startAppJob, stopAppJob } from '@/lib/installed-apps/job-lifecycle';
import { removeAppJob } from '@/lib/installed-apps/job-remove';
import { retryInstall } from '@/lib/installed-apps/start-work';
import { registerJob } from '@/lib/jobs/define';
import { registerRetry } from '@/lib/jobs/retry';
import { nowIso } from '@/lib/runtime/clock';
import { newId } from '@/lib/runtime/ids';

/** What a fresh database needs before something can be deployed: a catalogue, a person, a prepared server, the job kinds. */
export async function deployable(server: Partial<ServerRow> = {}) {
  await write(seedCategories);
  await syncStarterApplications();
  for (const job of [
    installAppJob,
    configureAppJob,
    startAppJob,
    stopAppJob,
    restartAppJob,
    removeAppJob,
    checkAppJob,
  ])
    registerJob(job);
  registerRetry('app.install', retryInstall);
  registerRetry('app.configure', retryInstall);
  const actor = await person('operator');
  const serverId = await preparedServer(server);
  const slugs = new Map((await listApplications(database())).map(({ slug, id }) => [slug, id]));
  return {
    actor,
    serverId,
    /** Answers that deploy a starter application, with changes. */
    answers(slug: string, changes: Record<string, unknown> = {}): InstallInput {
      const applicationId = slugs.get(slug);
      const instanceName = slug;
      return installInput.parse({ applicationId, serverId, instanceName, ...usual[slug], ...changes });
    },
  };
}

/** Adds a server that is verified, prepared and online, unless `changes` say otherwise. */
export async function preparedServer(changes: Partial<ServerRow> = {}): Promise<string> {
  const id = newId();
  await write((tx) =>
    insertServer(tx, {
      id,
      name: `web-${id.slice(-6)}`,
      host: `${id.slice(-6)}.lan`,
      username: 'root',
      authType: 'key',
      hostKeyType: 'ssh-ed25519',
      hostKeyPublic: 'AAAA',
      hostKeyFingerprint: 'SHA256:x',
      hostKeyTrust: 'verified',
      status: 'online',
      dockerStatus: 'ready',
      dockerVersion: '26.1.5',
      composeVersion: '2.26.1',
      systemInfo: exampleFacts,
      systemInfoUpdatedAt: nowIso(),
      ...changes,
    }),
  );
  return id;
}

/** Adds a person of a role, as the doors would hand them on. */
export async function person(role: Actor['role']): Promise<Actor> {
  const userId = newId();
  const username = `p${userId.slice(-8)}`;
  await write(async (tx) => {
    await tx
      .insert(users)
      .values({ id: userId, username, passwordHash: '!', passwordChangedAt: nowIso(), role });
  });
  return {
    userId,
    username,
    displayName: username,
    role,
    sessionId: newId(),
    authAt: nowIso(),
    requestId: null,
    clientIp: null,
    userAgent: null,
  };
}

const usual: Record<string, Record<string, unknown>> = {
  'static-site': { ports: [{ id: 'web', port: 8081, bind: 'all' }] },
  miniflux: {
    fields: { ADMIN_PASSWORD: 'typed by a person' },
    ports: [{ id: 'web', port: 8080, bind: 'all' }],
  },
  redis: { ports: [{ id: 'redis', port: 6379, bind: 'loopback' }] },
};

/** What the last check of such a server stored, as far as deploying looks at it. */
export const exampleFacts = {
  os: { id: 'debian', name: 'Debian GNU/Linux 13 (trixie)' },
  kernel: { name: 'Linux', release: '6.12', architecture: 'x86_64' },
  memory: { totalBytes: 4 * 2 ** 30, swapTotalBytes: 0 },
  mounts: [
    { point: '/', device: '/dev/vda', totalBytes: 40 * 2 ** 30, usedBytes: 10 * 2 ** 30, percent: 25 },
  ],
  listeners: [
    { protocol: 'tcp', address: '0.0.0.0', port: 22, process: { name: 'sshd', pid: 57 } },
    { protocol: 'tcp', address: '*', port: 9000, process: { name: 'php-fpm', pid: 80 } },
  ],
};
