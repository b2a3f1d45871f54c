import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditLog } from '@/db/audit/tables';
import { closeDatabase, database } from '@/db/client';
import { updateInstalledApp } from '@/db/installed-apps/mutations';
import { findInstalledApp, findNewestVersion, listPortClaims } from '@/db/installed-apps/queries';
import { installedApps, installedAppVersions } from '@/db/installed-apps/tables';
import { claimJob, updateRunningJob } from '@/db/jobs/mutations';
import { findJob } from '@/db/jobs/queries';
import { jobs } from '@/db/jobs/tables';
import { updateServerObserved } from '@/db/servers/mutations';
import { write } from '@/db/write';
import { deployable, exampleFacts, person, preparedServer } from '@/e2e/support/apps';
import { freshDatabase } from '@/e2e/support/database';
import { nowIso } from '@/lib/runtime/clock';
import { installInput } from './install-input';
import { startInstall } from './start-install';
import { versionConfig } from './version-config';
import { openSecrets } from './version-secrets';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeEach(async () => {
  fresh = await freshDatabase();
});
afterEach(() => fresh.close());

const versionOf = async (installedAppId: string) => {
  const version = await findNewestVersion(database(), installedAppId);
  if (!version) throw new Error('no version');
  return version;
};

/** Ends the job of an app as failed, as if a step had. */
async function failJob(jobId: string, installedAppId: string): Promise<void> {
  await write(async (tx) => {
    const now = nowIso();
    await claimJob(tx, jobId, { owner: 'test', expiresAt: now, now });
    await updateRunningJob(tx, jobId, 1, { status: 'failed', finishedAt: now });
    await updateInstalledApp(tx, installedAppId, { status: 'failed' });
  });
}

describe('deploying an application', () => {
  it('records app, version, ports, job and the intent together', async () => {
    const { actor, serverId, answers } = await deployable();
    const started = await startInstall(actor, answers('miniflux'), null);
    const app = await findInstalledApp(database(), started.installedAppId);
    expect(app).toMatchObject({
      serverId,
      instanceName: 'miniflux',
      displayName: 'Miniflux',
      status: 'pending',
    });
    expect(app?.currentVersionId).toBeNull();
    expect(await listPortClaims(database(), serverId)).toEqual([
      { protocol: 'tcp', address: '0.0.0.0', port: 8080, installedAppId: app?.id, appName: 'Miniflux' },
    ]);
    const version = await versionOf(started.installedAppId);
    expect(version).toMatchObject({
      versionNo: 1,
      reason: 'install',
      outcome: 'pending',
      appVersion: '2.2.19',
    });
    expect(await findJob(database(), started.jobId)).toMatchObject({
      kind: 'app.install',
      lane: `app:${app?.id}`,
      serverId,
      installedAppId: app?.id,
      payload: { installedAppId: app?.id, versionId: version.id, requestKey: null },
    });
    const [intent] = await database().select().from(auditLog);
    expect(intent).toMatchObject({ action: 'install', outcome: 'intent', entityId: app?.id, serverId });
  });

  it('keeps secrets sealed: none of them stands in clear in any row, and the envelope fits its version only', async () => {
    const { actor, answers } = await deployable();
    const { installedAppId } = await startInstall(actor, answers('miniflux'), null);
    const version = await versionOf(installedAppId);
    const secrets = openSecrets(version);
    const made = secrets.get('DB_PASSWORD')?.reveal() ?? '';
    expect(made).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(secrets.get('ADMIN_PASSWORD')?.reveal()).toBe('typed by a person');
    expect(versionConfig.parse(version.config).generated).toEqual(['DB_PASSWORD']);
    expect(() => openSecrets({ ...version, id: installedAppId })).toThrow('cannot be opened');
    await closeDatabase();
    const bytes = await readFile(path.join(fresh.dir, 'tomo.db'), 'latin1');
    expect(bytes).not.toContain(made);
    expect(bytes).not.toContain('typed by a person');
    expect(bytes).toContain('[redacted]');
  });

  it('gives one name on a server to one of two people, and tells the other', async () => {
    const { actor, answers } = await deployable();
    const other = await person('operator');
    const results = await Promise.allSettled([
      startInstall(actor, answers('static-site'), 'a'),
      startInstall(other, answers('static-site', { ports: [{ id: 'web', port: 8082, bind: 'all' }] }), 'b'),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = results.find((result) => result.status === 'rejected');
    expect(refused?.reason).toMatchObject({
      code: 'conflict',
      reason: 'name_taken',
      data: { 'suggestion.instanceName': 'static-site-2' },
    });
    expect(await database().select().from(installedApps)).toHaveLength(1);
    expect(await database().select().from(jobs)).toHaveLength(1);
  });

  it('answers a request that was sent twice with its first job, for the same person only', async () => {
    const { actor, answers } = await deployable();
    const first = await startInstall(actor, answers('static-site'), 'key');
    expect(await startInstall(actor, answers('static-site'), 'key')).toEqual({ ...first, existing: true });
    const other = await person('operator');
    await expect(startInstall(other, answers('static-site'), 'key')).rejects.toMatchObject({
      reason: 'name_taken',
    });
  });

  it('refuses a port that an app has reserved, names the holder and a free one, and changes nothing', async () => {
    const { actor, answers, serverId } = await deployable();
    await startInstall(actor, answers('static-site'), null);
    const again = answers('static-site', { instanceName: 'second' });
    await expect(startInstall(actor, again, null)).rejects.toMatchObject({
      code: 'conflict',
      reason: 'port_taken',
      message: '8081 is reserved by app Static site.',
      hint: 'Port 8082 is free.',
      fields: { 'ports.web': '8081 is reserved by app Static site.' },
      data: { 'suggestion.web': 8082 },
    });
    expect(await database().select().from(installedApps)).toHaveLength(1);
    expect(await listPortClaims(database(), serverId)).toHaveLength(1);
    const suggested = answers('static-site', {
      instanceName: 'second',
      ports: [{ id: 'web', port: 8082, bind: 'all' }],
    });
    expect(await startInstall(actor, suggested, null)).toMatchObject({ existing: false });
  });

  it('refuses a port of the same number on one address while another app has it on all', async () => {
    const { actor, answers } = await deployable();
    await startInstall(actor, answers('static-site'), null);
    const narrow = answers('static-site', {
      instanceName: 'second',
      ports: [{ id: 'web', port: 8081, bind: 'loopback' }],
    });
    await expect(startInstall(actor, narrow, null)).rejects.toMatchObject({ reason: 'port_taken' });
  });

  it('refuses a port that somebody listened on at the last check', async () => {
    const { actor, answers } = await deployable();
    const held = answers('static-site', { ports: [{ id: 'web', port: 9000, bind: 'loopback' }] });
    await expect(startInstall(actor, held, null)).rejects.toMatchObject({
      reason: 'port_taken',
      message: '9000 is held by process php-fpm.',
    });
  });

  it('lets the same port be used on another server', async () => {
    const { actor, answers } = await deployable();
    await startInstall(actor, answers('static-site'), null);
    const elsewhere = answers('static-site', { serverId: await preparedServer() });
    expect(await startInstall(actor, elsewhere, null)).toMatchObject({ existing: false });
  });

  it.each([
    [
      'not_verified',
      { hostKeyType: null, hostKeyPublic: null, hostKeyFingerprint: null, hostKeyTrust: null },
    ],
    ['host_key_changed', { status: 'host_key_changed' }],
    ['server_offline', { status: 'offline' }],
    ['disabled', { isEnabled: false }],
    ['not_prepared', { dockerStatus: 'absent', composeVersion: null }],
    ['docker_unusable', { dockerStatus: 'unusable' }],
    ['not_prepared', { composeVersion: null }],
    ['wrong_architecture', { systemInfo: { ...exampleFacts, kernel: { architecture: 'riscv64' } } }],
    [
      'no_space',
      { systemInfo: { ...exampleFacts, mounts: [{ point: '/', totalBytes: 2 ** 30, usedBytes: 2 ** 30 }] } },
    ],
  ] as const)('does not begin on a server that cannot take it: %s', async (reason, server) => {
    const { actor, answers } = await deployable(server as object);
    await expect(startInstall(actor, answers('static-site'), null)).rejects.toMatchObject({
      code: 'conflict',
      reason,
    });
    expect(await database().select().from(installedApps)).toHaveLength(0);
  });

  it('tells every wrong field at once and keeps nothing', async () => {
    const { actor, answers } = await deployable();
    const wrong = answers('miniflux', {
      fields: { ADMIN_USERNAME: 'Not A Name', POLLING_FREQUENCY: '2' },
      ports: [{ id: 'web', port: 0.5, bind: '' }],
    });
    await expect(startInstall(actor, wrong, null)).rejects.toMatchObject({
      code: 'invalid',
      fields: {
        'fields.ADMIN_USERNAME': expect.any(String),
        'fields.ADMIN_PASSWORD': 'This is required.',
        'fields.POLLING_FREQUENCY': 'Use 5 or more.',
        'ports.web': 'Choose who may reach this port.',
      },
    });
    expect(await database().select().from(installedAppVersions)).toHaveLength(0);
  });

  it('does not publish a port below 1024 on all addresses without a grant', async () => {
    const { actor, answers } = await deployable();
    const low = (bind: string) => answers('static-site', { ports: [{ id: 'web', port: 80, bind }] });
    await expect(startInstall(actor, low('all'), null)).rejects.toMatchObject({
      code: 'invalid',
      fields: { 'ports.web': expect.stringContaining('1024') },
    });
    expect(await startInstall(actor, low('loopback'), null)).toMatchObject({ existing: false });
  });

  it('does not know an application that is switched off', async () => {
    const { actor, answers } = await deployable();
    const input = answers('static-site', { applicationId: '01900000-0000-7000-8000-000000000000' });
    await expect(startInstall(actor, input, null)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('stores hostile texts as they are, in values only', async () => {
    const { actor, answers } = await deployable();
    const hostile = `"; rm -rf / #\n'$(id)' \${TZ} <script>&\u0301 日本`;
    const { installedAppId } = await startInstall(
      actor,
      answers('static-site', {
        displayName: `<b>$(id)</b> "'`,
        fields: { PAGE: hostile, __proto__: 'x', UNKNOWN: 'y' },
      }),
      null,
    );
    const version = await versionOf(installedAppId);
    expect(versionConfig.parse(version.config).plain).toEqual({ PAGE: hostile });
    expect(version.compose).not.toContain('rm -rf');
    expect(version.compose).not.toContain('script');
    expect((await findInstalledApp(database(), installedAppId))?.displayName).toBe(`<b>$(id)</b> "'`);
  });

  it.each(['../etc', 'a b', '-x', 'A', 'a;id', 'a'.repeat(41), '', 'a--b'])(
    'takes no name that could mean something else: %j',
    (instanceName) => {
      const input = { applicationId: crypto.randomUUID(), serverId: crypto.randomUUID(), instanceName };
      expect(installInput.safeParse(input).success).toBe(false);
    },
  );
});

describe('trying a deployment again with other choices', () => {
  it('keeps app, name and secrets, and moves the ports', async () => {
    const { actor, answers, serverId } = await deployable();
    const first = await startInstall(actor, answers('miniflux'), null);
    const before = openSecrets(await versionOf(first.installedAppId))
      .get('DB_PASSWORD')
      ?.reveal();
    await failJob(first.jobId, first.installedAppId);
    const changed = answers('miniflux', {
      installedAppId: first.installedAppId,
      fields: {},
      ports: [{ id: 'web', port: 8085, bind: 'loopback' }],
    });
    const second = await startInstall(actor, changed, null);
    expect(second.installedAppId).toBe(first.installedAppId);
    const version = await versionOf(first.installedAppId);
    expect(version.versionNo).toBe(2);
    expect(openSecrets(version).get('DB_PASSWORD')?.reveal()).toBe(before);
    expect(openSecrets(version).get('ADMIN_PASSWORD')?.reveal()).toBe('typed by a person');
    expect(await listPortClaims(database(), serverId)).toMatchObject([{ port: 8085, address: '127.0.0.1' }]);
  });

  it('is not in its own way, but a stranger on its port is, as long as nothing of it runs', async () => {
    const { actor, answers, serverId } = await deployable();
    const first = await startInstall(actor, answers('static-site'), null);
    await failJob(first.jobId, first.installedAppId);
    const proxy = {
      protocol: 'tcp',
      address: '0.0.0.0',
      port: 8081,
      process: { name: 'docker-proxy', pid: 9 },
    };
    await write((tx) =>
      updateServerObserved(tx, serverId, { systemInfo: { ...exampleFacts, listeners: [proxy] } }),
    );
    const again = answers('static-site', { installedAppId: first.installedAppId });
    await expect(startInstall(actor, again, null)).rejects.toMatchObject({
      reason: 'port_taken',
      message: '8081 is held by process docker-proxy (a container).',
    });
    const running = {
      service: 'web',
      container: 'static-site-web-1',
      id: 'a',
      image: 'nginx',
      state: 'running',
    };
    const seen = { health: 'none', exitCode: 0, restarts: 0, startedAt: null, verdict: 'ok', looping: false };
    const services = [{ ...running, ...seen, sentence: 'web is up' }];
    await write((tx) => updateInstalledApp(tx, first.installedAppId, { services }));
    expect(await startInstall(actor, again, null)).toMatchObject({ existing: false });
  });

  it('is refused while a job works on it, and once it is deployed', async () => {
    const { actor, answers } = await deployable();
    const first = await startInstall(actor, answers('static-site'), null);
    const again = answers('static-site', { installedAppId: first.installedAppId });
    await expect(startInstall(actor, again, null)).rejects.toMatchObject({ reason: 'app_busy' });
    await failJob(first.jobId, first.installedAppId);
    const version = await versionOf(first.installedAppId);
    await write((tx) => updateInstalledApp(tx, first.installedAppId, { currentVersionId: version.id }));
    await expect(startInstall(actor, again, null)).rejects.toMatchObject({ reason: 'app_deployed' });
  });
});
