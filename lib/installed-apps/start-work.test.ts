import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditLog } from '@/db/audit/tables';
import { database } from '@/db/client';
import { updateInstalledApp } from '@/db/installed-apps/mutations';
import { findInstalledApp, findNewestVersion, listPortClaims } from '@/db/installed-apps/queries';
import { installedAppVersions } from '@/db/installed-apps/tables';
import { claimJob, updateRunningJob } from '@/db/jobs/mutations';
import { findJob } from '@/db/jobs/queries';
import type { JobRow } from '@/db/jobs/tables';
import { write } from '@/db/write';
import { deployable } from '@/e2e/support/apps';
import { freshDatabase } from '@/e2e/support/database';
import { cancelJob } from '@/lib/jobs/cancel';
import { type JobEnd, jobDefinition } from '@/lib/jobs/define';
import { retryJob } from '@/lib/jobs/retry';
import { nowIso } from '@/lib/runtime/clock';
import { startInstall } from './start-install';
import { startAppCheck, startLifecycle, startRemoval } from './start-work';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeEach(async () => {
  fresh = await freshDatabase();
});
afterEach(() => fresh.close());

const jobOf = async (id: string): Promise<JobRow> => {
  const job = await findJob(database(), id);
  if (!job) throw new Error('no job');
  return job;
};

/** Begins and ends a job as its runner does, without a server behind it. */
async function play(jobId: string, status: JobEnd['status'], more: Partial<JobEnd> = {}): Promise<void> {
  const now = nowIso();
  await write((tx) => claimJob(tx, jobId, { owner: 'test', expiresAt: now, now }));
  const job = await jobOf(jobId);
  const definition = jobDefinition(job.kind);
  const end = { status, errorCode: null, errorMessage: null, result: null, ...more };
  await write(async (tx) => {
    await definition?.onStart?.(tx, job, job.payload);
    await definition?.onEnd?.(tx, job, job.payload, end);
    await updateRunningJob(tx, jobId, job.attempt, { status, finishedAt: now });
  });
}

/** A deployed app with its actor. */
async function deployed() {
  const { actor, answers, serverId } = await deployable();
  const { installedAppId, jobId } = await startInstall(actor, answers('miniflux'), null);
  await play(jobId, 'completed');
  const find = async () => {
    const app = await findInstalledApp(database(), installedAppId);
    if (!app) throw new Error('the app is gone');
    return app;
  };
  return { actor, answers, serverId, installedAppId, find };
}

describe('a removal', () => {
  it('is one while it goes on, and refuses another word on the volumes instead of keeping the first in silence', async () => {
    const { actor, installedAppId } = await deployed();
    const first = await startRemoval(actor, installedAppId, false);
    expect(await startRemoval(actor, installedAppId, false)).toMatchObject({
      jobId: first.jobId,
      existing: true,
    });
    await expect(startRemoval(actor, installedAppId, true)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('the end of a deployment', () => {
  it('puts the version in force when everything was proven', async () => {
    const { find, installedAppId } = await deployed();
    const version = await findNewestVersion(database(), installedAppId);
    expect(await find()).toMatchObject({
      status: 'running',
      currentVersionId: version?.id,
      errorMessage: null,
    });
    expect(version).toMatchObject({ outcome: 'completed', deployedAt: expect.any(String) });
  });

  it('leaves a failed app with its ports, and says what happened, what to do and what is left', async () => {
    const { actor, answers, serverId } = await deployable();
    const { installedAppId, jobId } = await startInstall(actor, answers('static-site'), null);
    await play(jobId, 'failed', {
      errorCode: 'image_not_found',
      errorMessage: 'nginx:1.29 does not exist.',
      result: { hint: 'Check its name. Left: a folder.' },
    });
    expect(await findInstalledApp(database(), installedAppId)).toMatchObject({
      status: 'failed',
      errorCode: 'image_not_found',
      errorMessage: 'nginx:1.29 does not exist. Check its name. Left: a folder.',
      currentVersionId: null,
    });
    expect(await listPortClaims(database(), serverId)).toHaveLength(1);
  });

  it('is unknown after an interruption', async () => {
    const { actor, answers } = await deployable();
    const { installedAppId, jobId } = await startInstall(actor, answers('static-site'), null);
    await play(jobId, 'interrupted', { errorCode: 'interrupted', errorMessage: 'The server went away.' });
    expect((await findInstalledApp(database(), installedAppId))?.status).toBe('unknown');
  });

  it('leaves nothing behind when it was cancelled before it began', async () => {
    const { actor, answers, serverId } = await deployable();
    const { installedAppId, jobId } = await startInstall(actor, answers('static-site'), null);
    await cancelJob(actor, jobId);
    expect(await findInstalledApp(database(), installedAppId)).toBeUndefined();
    expect(await listPortClaims(database(), serverId)).toEqual([]);
    expect(await jobOf(jobId)).toMatchObject({ status: 'cancelled', installedAppId: null });
  });
});

describe('trying a deployment again', () => {
  it('runs the same version with the same secrets in a new job that names the old one', async () => {
    const { actor, answers } = await deployable();
    const { installedAppId, jobId } = await startInstall(actor, answers('miniflux'), null);
    await play(jobId, 'failed', { errorMessage: 'no' });
    const before = await findNewestVersion(database(), installedAppId);
    const retry = await retryJob(actor, jobId);
    expect(await jobOf(retry.jobId)).toMatchObject({
      kind: 'app.install',
      retryOfId: jobId,
      payload: { installedAppId, versionId: before?.id },
    });
    expect(await findNewestVersion(database(), installedAppId)).toEqual(before);
    expect(await retryJob(actor, jobId)).toEqual({ jobId: retry.jobId, existing: true });
  });

  it('keeps the app when the second try is cancelled before it began', async () => {
    const { actor, answers } = await deployable();
    const { installedAppId, jobId } = await startInstall(actor, answers('static-site'), null);
    await play(jobId, 'failed', { errorMessage: 'no' });
    await cancelJob(actor, (await retryJob(actor, jobId)).jobId);
    expect((await findInstalledApp(database(), installedAppId))?.status).toBe('failed');
  });

  it('is refused once the app was deployed otherwise', async () => {
    const { actor, answers } = await deployable();
    const first = await startInstall(actor, answers('static-site'), null);
    await play(first.jobId, 'failed', { errorMessage: 'no' });
    const changed = answers('static-site', {
      installedAppId: first.installedAppId,
      ports: [{ id: 'web', port: 8090, bind: 'all' }],
    });
    const second = await startInstall(actor, changed, null);
    await play(second.jobId, 'failed', { errorMessage: 'no' });
    await expect(retryJob(actor, first.jobId)).rejects.toMatchObject({ reason: 'outdated' });
  });
});

describe('starting, stopping and removing', () => {
  it('records what people want with the job, and finds a second start of the same', async () => {
    const { actor, installedAppId, find } = await deployed();
    const stop = await startLifecycle(actor, installedAppId, 'stop');
    expect(await find()).toMatchObject({ desiredState: 'stopped', status: 'running' });
    expect(await startLifecycle(actor, installedAppId, 'stop')).toEqual({
      jobId: stop.jobId,
      existing: true,
    });
    await expect(startLifecycle(actor, installedAppId, 'start')).rejects.toMatchObject({
      reason: 'app_busy',
      data: { jobId: stop.jobId },
    });
    await play(stop.jobId, 'completed');
    expect(await find()).toMatchObject({ status: 'stopped' });
    const rows = await database().select().from(auditLog);
    expect(rows.map(({ action, outcome }) => `${action} ${outcome}`)).toContain('stop intent');
  });

  it('tells a failed start on the app, and an interrupted one as unknown', async () => {
    const { actor, installedAppId, find } = await deployed();
    await play((await startLifecycle(actor, installedAppId, 'start')).jobId, 'failed', {
      errorCode: 'port_silent',
      errorMessage: 'Port 8080 does not answer.',
    });
    expect(await find()).toMatchObject({ status: 'failed', errorCode: 'port_silent' });
    await play((await startLifecycle(actor, installedAppId, 'start')).jobId, 'interrupted', {});
    expect((await find()).status).toBe('unknown');
  });

  it('does not start what was never deployed', async () => {
    const { actor, answers } = await deployable();
    const { installedAppId, jobId } = await startInstall(actor, answers('static-site'), null);
    await play(jobId, 'failed', { errorMessage: 'no' });
    await expect(startLifecycle(actor, installedAppId, 'start')).rejects.toMatchObject({
      reason: 'not_deployed',
    });
    expect(await startRemoval(actor, installedAppId, false)).toMatchObject({ existing: false });
  });

  it('removes row, versions and ports when the removal was proven', async () => {
    const { actor, installedAppId, serverId } = await deployed();
    const { jobId } = await startRemoval(actor, installedAppId, true);
    expect(await jobOf(jobId)).toMatchObject({ payload: { installedAppId, volumes: true } });
    await play(jobId, 'completed');
    expect(await findInstalledApp(database(), installedAppId)).toBeUndefined();
    expect(await database().select().from(installedAppVersions)).toEqual([]);
    expect(await listPortClaims(database(), serverId)).toEqual([]);
    expect(await jobOf(jobId)).toMatchObject({ installedAppId: null, targetLabel: 'Miniflux' });
  });

  it('keeps row and ports when the removal failed', async () => {
    const { actor, installedAppId, serverId, find } = await deployed();
    await play((await startRemoval(actor, installedAppId, false)).jobId, 'failed', {
      errorCode: 'not_removed',
      errorMessage: 'Not everything is gone.',
    });
    expect(await find()).toMatchObject({ status: 'failed', errorMessage: 'Not everything is gone.' });
    expect(await listPortClaims(database(), serverId)).toHaveLength(1);
  });

  it('looks at an app without changing what is known of it at the end', async () => {
    const { actor, installedAppId, find } = await deployed();
    await write((tx) => updateInstalledApp(tx, installedAppId, { status: 'degraded' }));
    await play((await startAppCheck(actor, installedAppId)).jobId, 'completed');
    expect((await find()).status).toBe('degraded');
  });

  it('knows nothing of an app that is gone', async () => {
    const { actor } = await deployable();
    const gone = '01900000-0000-7000-8000-000000000000';
    await expect(startLifecycle(actor, gone, 'stop')).rejects.toMatchObject({ code: 'not_found' });
    await expect(startRemoval(actor, gone, true)).rejects.toMatchObject({ code: 'not_found' });
  });
});
