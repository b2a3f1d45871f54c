import type { Api } from './journeys/api';
import { defineApplication } from './journeys/applications';
import { act, acted, lastLines, printed, startDeploying } from './journeys/deploying';
import { expectNothingLostOrTwice, expectToldOn, retryOn } from './journeys/failing';
import { cutPower, hollowDocker, reboot } from './journeys/faults';
import { countTo, type Job, jobEnd, jobWhen, storedLines } from './journeys/jobs';
import {
  isUnpacking,
  listUnended,
  openJob,
  prepared,
  proof,
  startPreparing,
  timesInstalled,
} from './journeys/preparing';
import { accountOf, addServerDirectly, type SignIn } from './journeys/servers';
import { expect, test } from './journeys/test';
import { resetTarget, target } from './lab/lab.mjs';
import type { Tomo } from './support/app';
import { startTcpProxy, type TcpProxy } from './support/tcp-proxy';

/**
 * Connections that are cut and servers that restart in the middle of the work: the work goes on where it can, says so where
 * it cannot, and Retry completes it.
 */
const DEBIAN = 'debian13d';
const onDebian = { tag: ['@preparation', `@${DEBIAN}`] };
const forLong = { tag: ['@long', `@${DEBIAN}`] };

test.setTimeout(600_000);

test.describe
  .serial('a server behind a bad cable', () => {
    let cable: TcpProxy;
    let serverId = '';
    let slow = '';
    test.afterAll(() => cable?.close());

    test(
      'whose power is cut in the middle of an installation: the job says so, Retry completes it, and a cut on the way costs nothing',
      onDebian,
      async ({ tomo, page, admin }) => {
        await resetTarget(DEBIAN);
        cable = await startTcpProxy(target(DEBIAN).port);
        serverId = await addBehind(cable, admin, 'restarted', accountOf('root'));
        const jobId = await startPreparing(admin, serverId);
        await openJob(page, jobId);
        await jobWhen(admin, jobId, 'unpacking of Docker', isUnpacking, 240_000);
        await cutPower(DEBIAN);
        const job = await jobEnd(admin, jobId, 200_000);
        expect(job.state, lastLines(job)).toMatchObject({ status: 'interrupted', errorCode: 'interrupted' });
        expect(job.state.errorMessage).toContain('the server was probably restarted');
        await expect(page.getByText('Interrupted at "Install Docker"')).toBeVisible({ timeout: 20_000 });
        expect(await listUnended(tomo)).toEqual([]);

        const again = await retryOn(page);
        await jobWhen(admin, again, 'output of apt', ({ lines }) =>
          lines.some(({ message }) => /^(Unpacking|Setting up) /.test(message)),
        );
        cable.cut();
        await expect(page.getByText(/^restarted is prepared\./)).toBeVisible({ timeout: 300_000 });
        const done = await jobEnd(admin, again);
        expect(done.lines.filter(({ message }) => message.includes('reconnecting'))).toHaveLength(1);
        await expectNothingLostOrTwice(tomo, again);
        expect(await proof(DEBIAN)).toMatchObject({ ...prepared, records: jobId });
      },
    );

    test(
      'that is cut off in the middle of a pull: the deployment takes it up and completes',
      onDebian,
      async ({ tomo, page, admin }) => {
        slow = await defineApplication(tomo, 'slowly', { app: { image: 'tomo-lab/slow:1' } });
        const { id, jobId } = await startDeploying(admin, {
          applicationId: slow,
          serverId,
          instanceName: 'cut',
        });
        await openJob(page, jobId);
        await jobWhen(admin, jobId, 'the pull', isPulling);
        cable.cut();
        const job = await jobEnd(admin, jobId, 200_000);
        expect(job.state, lastLines(job)).toMatchObject({ status: 'completed' });
        await expectTakenUp(tomo, job);
        await expect(page.locator('[data-wire="ended"]')).toBeVisible({ timeout: 20_000 });
        expect(await printed(DEBIAN, 'docker ps --format "{{.Names}}"')).toBe('cut-app-1');
        await acted(admin, id, 'removals', { volumes: true });
      },
    );

    test(
      'that restarts in the middle of a deployment is waited for, and the app runs',
      onDebian,
      async ({ tomo, admin }) => {
        await printed(DEBIAN, 'docker image prune --all --force');
        const { id, jobId } = await startDeploying(admin, {
          applicationId: slow,
          serverId,
          instanceName: 'rebooted',
        });
        await jobWhen(admin, jobId, 'the pull', isPulling);
        await reboot(DEBIAN);
        const job = await jobEnd(admin, jobId, 200_000);
        expect(job.state, lastLines(job)).toMatchObject({ status: 'completed' });
        await expectTakenUp(tomo, job);
        expect(await printed(DEBIAN, 'docker ps --format "{{.Names}} {{.Image}}"')).toMatch(
          /^rebooted-app-1 /,
        );
        expect((await act(admin, id, 'removals', { volumes: true })).state.status).toBe('completed');
        expect(await listUnended(tomo)).toEqual([]);
      },
    );

    test(
      'whose Docker service runs without an engine fails at the proof of a preparation, with the way to its log',
      onDebian,
      async ({ page, admin }) => {
        const { mend } = await hollowDocker(DEBIAN);
        const job = await jobEnd(admin, await startPreparing(admin, serverId));
        expect(job.state, lastLines(job)).toMatchObject({ status: 'failed', currentStep: 'verify' });
        expect(job.state.errorMessage).toMatch(/Docker engine/);
        expect(job.state.hint).toContain('journalctl -u docker');
        await openJob(page, job.id);
        await expectToldOn(page, job, 'Verify');
        await mend();
        const again = await jobEnd(admin, await retryOn(page));
        expect(again.state, lastLines(again)).toMatchObject({ status: 'completed' });
      },
    );
  });

test(
  'cut off in every step of a preparation and of a deployment, both complete: nothing lost, nothing twice',
  forLong,
  async ({ tomo, admin }) => {
    test.setTimeout(500_000);
    await resetTarget(DEBIAN);
    const cable = await startTcpProxy(target(DEBIAN).port);
    const serverId = await addBehind(cable, admin, 'cut everywhere', accountOf('operator'));
    const preparation = await cutInEveryStep(cable, admin, await startPreparing(admin, serverId));
    expect(preparation.cutAt.length, preparation.cutAt.join()).toBeGreaterThanOrEqual(6);
    await expectNothingLostOrTwice(tomo, preparation.job.id);
    expect(await timesInstalled(DEBIAN)).toBe(1);
    expect(await proof(DEBIAN)).toMatchObject(prepared);

    const slow = await defineApplication(tomo, 'slowly-cut', {
      app: { image: 'tomo-lab/slow:1' },
      web: { image: 'nginx:1.29' },
    });
    const { jobId } = await startDeploying(admin, {
      applicationId: slow,
      serverId,
      instanceName: 'cut-often',
    });
    const deployment = await cutInEveryStep(cable, admin, jobId);
    expect(deployment.cutAt).toEqual(['check', 'write_files', 'pull', 'start', 'verify']);
    expect((await storedLines(tomo, jobId)).map(({ seq }) => seq)).toEqual(
      countTo((await storedLines(tomo, jobId)).length),
    );
    expect(await printed(DEBIAN, 'docker ps -a --format "{{.Names}}" | sort')).toBe(
      'cut-often-app-1\ncut-often-web-1',
    );
    expect(await listUnended(tomo)).toEqual([]);
    await cable.close();
  },
);

/** Cuts the connection once in each step that a job shows while it runs; the job must succeed. */
async function cutInEveryStep(
  cable: TcpProxy,
  admin: Api,
  jobId: string,
): Promise<{ job: Job; cutAt: string[] }> {
  const cutAt: string[] = [];
  for (;;) {
    const { state } = await jobWhen(
      admin,
      jobId,
      'another step',
      (job) => job.state.status !== 'running' || !cutAt.includes(job.state.currentStep ?? ''),
      300_000,
    );
    if (state.status === 'pending' || !state.currentStep) continue;
    if (state.status !== 'running') break;
    cutAt.push(state.currentStep);
    cable.cut();
  }
  const job = await jobEnd(admin, jobId, 200_000);
  expect(job.state, `${cutAt.join()} ${lastLines(job)}`).toMatchObject({ status: 'completed' });
  return { job, cutAt };
}

const addBehind = ({ port }: TcpProxy, admin: Api, name: string, signIn: SignIn) =>
  addServerDirectly(admin, { name, host: '127.0.0.1', port, ...signIn });

/** Layers of the image come in at this moment. */
function isPulling({ lines }: Job): boolean {
  return lines.some(({ step, stream }) => step === 'pull' && stream === 'stdout');
}

/** The loss of the connection was said, the pull began anew, and the numbers of the lines have no gap. */
async function expectTakenUp(tomo: Tomo, { id, lines }: Job): Promise<void> {
  const said = lines.map(({ message }) => message);
  expect(
    said.some((message) => message.endsWith(' Trying again.')),
    said.join('\n'),
  ).toBe(true);
  expect(said.filter((message) => message === 'Pulling tomo-lab/slow:1').length).toBeGreaterThan(1);
  const numbers = (await storedLines(tomo, id)).map(({ seq }) => seq);
  expect(numbers).toEqual(countTo(numbers.length));
}
