import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from './journeys/api';
import { countTo, jobEnd, jobWhen, type Started, storedLines } from './journeys/jobs';
import { isUnpacking, listUnended, prepared, proof, timesInstalled } from './journeys/preparing';
import { accountOf, addressOf, addServerDirectly, type SignIn } from './journeys/servers';
import { setSettings } from './journeys/stored';
import { expect, test } from './journeys/test';
import { execIn, resetTarget, vendorRepository } from './lab/lab.mjs';
import { startTcpProxy } from './support/tcp-proxy';

/** Preparations that take their time: `npm run test:long`. */
const DEBIAN13 = 'debian13c';
const DEBIAN12 = 'debian12';

test.describe('with the packages of the vendor', () => {
  test.beforeAll(async ({ shared }) => {
    const { url, fingerprint } = vendorRepository();
    await setSettings(shared, {
      'servers.docker_repository_url': url.replace(/\/debian$/, ''),
      'servers.docker_repository_fingerprint': fingerprint,
    });
  });

  for (const name of [DEBIAN12, DEBIAN13]) {
    for (const account of ['root', 'deploy', 'operator', 'fisher'] as const) {
      test(`${account} prepares a fresh ${name}`, { tag: ['@long', `@${name}`] }, async ({ admin }) => {
        test.setTimeout(240_000);
        await resetTarget(name);
        const serverId = await addServerDirectly(admin, {
          name: `${name} ${account}`,
          ...addressOf(name),
          ...accountOf(account),
        });
        const job = await jobEnd(admin, await start(admin, serverId, 'vendor'), 200_000);
        expect(job.state, JSON.stringify(job.lines.slice(-10))).toMatchObject({ status: 'completed' });
        expect(job.steps.find(({ key }) => key === 'docker_repository')?.status).toBe('completed');
        expect(await proof(name)).toMatchObject(prepared);
      });
    }
  }
});

test.describe('with the packages of the distribution', { tag: ['@long', '@debian13c'] }, () => {
  test.setTimeout(400_000);

  test('G40 killed at every step, Tomo takes the job up each time', async ({ tomo, admin }) => {
    const serverId = await addFresh(admin, 'killed at every step', accountOf('deploy'));
    const jobId = await start(admin, serverId, 'distribution');
    const killedAt: string[] = [];
    for (;;) {
      const { state } = await jobWhen(
        admin,
        jobId,
        'another step',
        (job) => job.state.status !== 'running' || !killedAt.includes(job.state.currentStep ?? ''),
        200_000,
      );
      if (state.status !== 'running') break;
      killedAt.push(state.currentStep ?? '');
      await tomo.kill();
      await tomo.restart();
    }
    const job = await jobEnd(admin, jobId);
    expect(job.state, JSON.stringify(job.lines.slice(-10))).toMatchObject({ status: 'completed' });
    expect(killedAt.length).toBeGreaterThanOrEqual(6);
    expect(await proof(DEBIAN13)).toMatchObject(prepared);
    expect(await timesInstalled(DEBIAN13)).toBe(1);
    const lines = await storedLines(tomo, jobId);
    expect(lines.map(({ seq }) => seq)).toEqual(countTo(lines.length));
    expect(lines.filter(({ message }) => message.startsWith('Setting up docker.io ('))).toHaveLength(1);
    expect(await listUnended(tomo)).toEqual([]);
  });

  test('a step whose process is killed on the server is interrupted, which is said, and Retry completes it', async ({
    tomo,
    page,
    admin,
  }) => {
    const serverId = await addFresh(admin, 'killed there', accountOf('root'));
    const jobId = await start(admin, serverId, 'distribution');
    await jobWhen(admin, jobId, 'unpacking of Docker', isUnpacking);
    await execIn(DEBIAN13, 'systemctl kill --signal=KILL "tomo-*"');
    expect((await jobEnd(admin, jobId)).state.status).toBe('interrupted');
    expect(await listUnended(tomo)).toEqual([]);
    await page.goto(`/activity/${jobId}`);
    await expect(page.getByText('Interrupted at "Install Docker"')).toBeVisible();
    await expect(page.getByText(/no longer runs on the server and left no result/).first()).toBeVisible();
    await page.getByRole('button', { name: 'Retry' }).click();
    await expect(page.getByText(/^killed there is prepared\./)).toBeVisible({ timeout: 120_000 });
    // The record of the step that was killed stays on the server for who wants to look at it.
    expect(await proof(DEBIAN13)).toEqual({ ...prepared, records: jobId });
  });

  test('a connection that is cut again and again loses and doubles nothing', async ({ tomo, admin }) => {
    await resetTarget(DEBIAN13);
    const cable = await startTcpProxy(addressOf(DEBIAN13).port);
    const server = { name: 'behind a bad cable', host: '127.0.0.1', port: cable.port, ...accountOf('root') };
    const jobId = await start(admin, await addServerDirectly(admin, server), 'distribution');
    for (let cuts = 0; cuts < 5; cuts += 1) {
      await jobWhen(admin, jobId, 'a step that changes the server', ({ state }) => {
        return state.status !== 'running' || state.currentStep === 'install_docker';
      });
      cable.cut();
      await sleep(3_000);
    }
    const job = await jobEnd(admin, jobId);
    expect(job.state, JSON.stringify(job.lines.slice(-10))).toMatchObject({ status: 'completed' });
    const lines = await storedLines(tomo, jobId);
    expect(lines.map(({ seq }) => seq)).toEqual(countTo(lines.length));
    expect(lines.some(({ message }) => message.includes('goes on at the server; reconnecting'))).toBe(true);
    expect(lines.filter(({ message }) => message.startsWith('Setting up docker.io ('))).toHaveLength(1);
    await cable.close();
  });

  async function addFresh(admin: Api, name: string, signIn: SignIn): Promise<string> {
    await resetTarget(DEBIAN13);
    // Another spelling of the address than that of the tests above: each account is added once.
    return addServerDirectly(admin, { name, host: 'localhost', port: addressOf(DEBIAN13).port, ...signIn });
  }
});

async function start(admin: Api, serverId: string, dockerSource: 'vendor' | 'distribution'): Promise<string> {
  const path = `/api/v1/servers/${serverId}/preparations`;
  const { status, body, text } = await admin.post<Started>(path, { dockerSource });
  expect(status, text).toBe(202);
  return body.jobId;
}
