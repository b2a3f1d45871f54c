import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditLog } from '@/db/audit/tables';
import { database } from '@/db/client';
import {
  findInstalledApp,
  findNewestVersion,
  findVersion,
  listPortClaims,
} from '@/db/installed-apps/queries';
import { claimJob, updateRunningJob } from '@/db/jobs/mutations';
import { findJob } from '@/db/jobs/queries';
import { write } from '@/db/write';
import { deployable } from '@/e2e/support/apps';
import { freshDatabase } from '@/e2e/support/database';
import { type JobEnd, jobDefinition } from '@/lib/jobs/define';
import { retryJob } from '@/lib/jobs/retry';
import { nowIso } from '@/lib/runtime/clock';
import { configureInput } from './install-input';
import { startConfigure } from './start-configure';
import { startInstall } from './start-install';
import { startServiceRestart } from './start-work';
import { versionConfig } from './version-config';
import { openSecrets } from './version-secrets';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeEach(async () => {
  fresh = await freshDatabase();
});
afterEach(() => fresh.close());

/** Begins and ends a job as its runner does, without a server behind it. */
async function play(jobId: string, status: JobEnd['status']): Promise<void> {
  const now = nowIso();
  await write((tx) => claimJob(tx, jobId, { owner: 'test', expiresAt: now, now }));
  const job = await findJob(database(), jobId);
  if (!job) throw new Error('no job');
  const definition = jobDefinition(job.kind);
  const end = {
    status,
    errorCode: null,
    errorMessage: status === 'failed' ? 'It failed.' : null,
    result: null,
  };
  await write(async (tx) => {
    await definition?.onStart?.(tx, job, job.payload);
    await definition?.onEnd?.(tx, job, job.payload, end);
    await updateRunningJob(tx, jobId, job.attempt, { status, finishedAt: now });
  });
}

async function deployed() {
  const { actor, answers, serverId } = await deployable();
  const { installedAppId: id, jobId } = await startInstall(actor, answers('miniflux'), null);
  await play(jobId, 'completed');
  const app = async () => {
    const found = await findInstalledApp(database(), id);
    if (!found) throw new Error('the app is gone');
    return found;
  };
  const inForce = async () => findVersion(database(), (await app()).currentVersionId ?? '');
  const ports = async () => (await listPortClaims(database(), serverId)).map(({ port }) => port).sort();
  const change = (more: object) =>
    startConfigure(
      actor,
      id,
      configureInput.parse({ ports: [{ id: 'web', port: 8090, bind: 'all' }], ...more }),
    );
  return { actor, id, app, inForce, ports, change };
}

describe('a change of the configuration of an app', () => {
  it('is a version of its own with the same secrets, in force when it was proven', async () => {
    const { change, inForce, ports, app, id } = await deployed();
    const before = await inForce();
    const { jobId } = await change({
      fields: { POLLING_FREQUENCY: '15' },
      limits: { db: { restart: 'always' } },
    });
    expect(await ports()).toEqual([8080, 8090]);
    expect((await inForce())?.id).toBe(before?.id);
    await play(jobId, 'completed');
    const after = await inForce();
    expect(after).toMatchObject({
      reason: 'configure',
      versionNo: 2,
      basedOnId: before?.id,
      outcome: 'completed',
    });
    expect(versionConfig.parse(after?.config)).toMatchObject({
      plain: expect.objectContaining({ POLLING_FREQUENCY: '15', ADMIN_USERNAME: 'admin' }),
      limits: { db: { restart: 'always' } },
    });
    const secrets = (version: typeof after) =>
      version && Object.fromEntries([...openSecrets(version)].map(([key, secret]) => [key, secret.reveal()]));
    expect(secrets(after)).toEqual(secrets(before));
    expect(await ports()).toEqual([8090]);
    expect(await app()).toMatchObject({ status: 'running', errorMessage: null });
    const rows = await database().select().from(auditLog);
    const told = rows.filter(({ action, entityId }) => action === 'configure' && entityId === id);
    expect(JSON.stringify(told)).toContain('8090');
    expect(JSON.stringify(told)).not.toContain('typed by a person');
  });

  it('leaves the version before in force when it fails, keeps the ports of both, and can be tried again', async () => {
    const { change, inForce, ports, app, actor } = await deployed();
    const before = await inForce();
    const { jobId } = await change({});
    await play(jobId, 'failed');
    expect((await inForce())?.id).toBe(before?.id);
    expect(await ports()).toEqual([8080, 8090]);
    expect(await app()).toMatchObject({ status: 'failed', errorMessage: 'It failed.' });
    const again = await retryJob(actor, jobId);
    await play(again.jobId, 'completed');
    expect((await inForce())?.versionNo).toBe(2);
    expect(await ports()).toEqual([8090]);
  });

  it('refuses what the first start fixed, ports of others, and apps at work or never deployed', async () => {
    const { change, actor, id } = await deployed();
    await expect(change({ fields: { ADMIN_USERNAME: 'eve' } })).rejects.toMatchObject({
      code: 'invalid',
      fields: { 'fields.ADMIN_USERNAME': 'This can be set only before the first start.' },
    });
    await expect(change({ ports: [{ id: 'web', port: 9000, bind: 'all' }] })).rejects.toMatchObject({
      reason: 'port_taken',
    });
    await change({});
    await expect(change({})).rejects.toMatchObject({ reason: 'app_busy' });
    expect((await findNewestVersion(database(), id))?.versionNo).toBe(2);
    const other = await deployable();
    const { installedAppId } = await startInstall(actor, other.answers('static-site'), null).catch(() =>
      startInstall(other.actor, other.answers('redis'), null),
    );
    await expect(startConfigure(actor, installedAppId, configureInput.parse({}))).rejects.toMatchObject({
      reason: 'not_deployed',
    });
  });
});

describe('a restart of one service', () => {
  it('is a job of its own, found by a second click and refused beside one of another service', async () => {
    const { actor, id } = await deployed();
    const first = await startServiceRestart(actor, id, 'db');
    expect(await startServiceRestart(actor, id, 'db')).toEqual({ jobId: first.jobId, existing: true });
    await expect(startServiceRestart(actor, id, 'app')).rejects.toMatchObject({ reason: 'app_busy' });
    await play(first.jobId, 'completed');
    await expect(startServiceRestart(actor, id, 'constructor')).rejects.toMatchObject({ code: 'not_found' });
    expect((await findJob(database(), first.jobId))?.targetLabel).toContain('· db');
  });
});
