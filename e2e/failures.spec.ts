import type { Api } from './journeys/api';
import { defineApplication } from './journeys/applications';
import { expectToldOn, idIn, retryOn } from './journeys/failing';
import { holdPackages, narrowUsr, startDocker, stopDocker } from './journeys/faults';
import { type Job, jobEnd, jobWhen, type Started } from './journeys/jobs';
import { listUnended, openJob, prepared, proof, startPreparing } from './journeys/preparing';
import { accountOf, addressOf, addServerDirectly, checkDirectly, type SignIn } from './journeys/servers';
import { expect, test } from './journeys/test';
import { execIn, pretendOs, resetTarget, target } from './lab/lab.mjs';
import { makeSshKey } from './support/ssh-keys';

/**
 * What goes wrong on servers, brought about for real: each failure says in one sentence what happened and in another what to
 * do, leaves nothing that is said to run, and there is a way on from it.
 */
const SMALL = 'smalldisk';
const DEBIAN = 'debian13d';
const onSmall = { tag: ['@preparation', '@smalldisk'] };
const onDebian = { tag: ['@preparation', '@debian13d'] };
const appsOn = (name: string) => ({ tag: ['@apps', `@${name}`] });

type Install = Started & { installedAppId: string };

test.setTimeout(480_000);

test.describe
  .serial('a full disk', () => {
    let serverId = '';

    test(
      'in the middle of an installation is named with its place, and Retry completes it when there is room',
      onSmall,
      async ({ tomo, page, admin }) => {
        await resetTarget(SMALL);
        const { widen } = await narrowUsr(SMALL, 40);
        serverId = await addServerDirectly(admin, {
          name: 'small',
          ...addressOf(SMALL),
          ...accountOf('deploy'),
        });
        const jobId = await startPreparing(admin, serverId);
        await openJob(page, jobId);
        const job = await jobEnd(admin, jobId, 200_000);
        expect(job.state, lastLines(job)).toMatchObject({ status: 'failed', errorCode: 'no_space' });
        expect(job.state.errorMessage).toBe(
          'Installing Docker failed: The disk of /usr on the server is full.',
        );
        await expectToldOn(page, job, 'Install Docker');
        expect(await listUnended(tomo)).toEqual([]);

        await widen();
        await retryOn(page);
        await expect(page.getByText(/^small is prepared\./)).toBeVisible({ timeout: 120_000 });
        expect(await proof(SMALL)).toMatchObject({ engine: 'answers', compose: 'answers', audit: '' });
      },
    );

    test(
      'is found before an image is pulled, and told when it fills up meanwhile',
      appsOn(SMALL),
      async ({ tomo, page, admin }) => {
        const application = await defineApplication(tomo, 'slow', { app: { image: 'tomo-lab/slow:1' } });
        const early = await deploy(admin, application, serverId, 'early');
        const refused = await jobEnd(admin, early.jobId);
        expect(refused.state, lastLines(refused)).toMatchObject({
          status: 'failed',
          errorCode: 'no_space',
          currentStep: 'check',
        });
        expect(refused.state.errorMessage).toMatch(
          /^Only 0\.\d GiB are free on the disk of Docker; 0\.5 GiB are needed\.$/,
        );

        await execIn(SMALL, 'mount -o remount,size=2g /var/lib/docker');
        const { jobId, installedAppId } = await deploy(admin, application, serverId, 'late');
        await openJob(page, jobId);
        await jobWhen(admin, jobId, 'the pull', ({ lines }) =>
          lines.some(({ message }) => /Pulling tomo-lab\/slow/.test(message)),
        );
        await execIn(SMALL, 'cat /dev/zero >/var/lib/docker/ballast');
        const job = await jobEnd(admin, jobId);
        expect(job.state, lastLines(job)).toMatchObject({
          status: 'failed',
          errorCode: 'no_space',
          currentStep: 'pull',
        });
        expect(job.state.errorMessage).toBe(
          'tomo-lab/slow:1: The disk of /var/lib/docker on the server is full.',
        );
        await expectToldOn(page, job, 'Pull images');
        expect(await stateOf(admin, installedAppId)).toBe('failed');

        await execIn(SMALL, 'rm /var/lib/docker/ballast');
        const again = await jobEnd(admin, await retryOn(page));
        // The image has no program that stays: what counts here is that it came.
        expect(
          again.steps.find(({ key }) => key === 'pull'),
          lastLines(again),
        ).toMatchObject({ status: 'completed' });
      },
    );
  });

test.describe
  .serial('a server in trouble', () => {
    let serverId = '';
    const port = target(DEBIAN).webPorts[0] ?? 0;

    test(
      'whose sudo wants a password that nobody stored says so; with it the server is ready to be prepared',
      onDebian,
      async ({ page, admin }) => {
        await resetTarget(DEBIAN);
        const signIn = await keyFor('operator');
        const { operator } = target(DEBIAN).accounts;
        serverId = await addUnchecked(admin, { name: 'troubled', ...addressOf(DEBIAN), ...signIn });
        const check = await checkDirectly(admin, serverId);
        expect(check.state).toMatchObject({ status: 'failed', errorCode: 'sudo_password_needed' });
        await openJob(page, check.id);
        await expectToldOn(page, check, 'Check root rights');
        await expect(page.getByText(/^Add the sudo password under Settings/).first()).toBeVisible();

        await page.goto(`/servers/${serverId}/settings`);
        await page.getByText('Replace sign-in').first().click();
        await page.getByRole('radio', { name: /^Private key/ }).check();
        await page.getByRole('textbox', { name: 'Private key' }).fill(signIn.privateKey ?? '');
        await page.getByLabel(/^Password for sudo/).fill(operator.password ?? '');
        await page.getByRole('button', { name: 'Replace sign-in' }).click();
        await expect(page.getByText('Replaced. Check the server to try it.')).toBeVisible();
        expect((await checkDirectly(admin, serverId)).state.status).toBe('completed');
      },
    );

    test('whose page hears Retry although it is not ready yet', onDebian, async ({ page, admin }) => {
      await pretendOs(DEBIAN, { ID: 'void', VERSION_ID: '1', PRETTY_NAME: 'Void Linux' });
      const failed = await jobEnd(admin, await startPreparing(admin, serverId));
      expect(failed.state).toMatchObject({ status: 'failed', errorCode: 'unsupported_system' });
      await execIn(DEBIAN, 'ln -sf ../usr/lib/os-release /etc/os-release');

      let letThrough = () => {};
      const held = new Promise<void>((resolve) => {
        letThrough = resolve;
      });
      await page.route('**/_next/static/**/*.js', (route) => held.then(() => route.continue()));
      await page.goto(`/activity/${failed.id}`, { waitUntil: 'commit' });
      await page.getByRole('button', { name: 'Retry' }).click();
      expect(page.url(), 'no script of the page runs yet').toContain(failed.id);
      letThrough();
      await expect(page).not.toHaveURL(new RegExp(failed.id), { timeout: 20_000 });
      const again = await jobWhen(admin, idIn(page.url()), 'a look at the system', ({ steps }) =>
        steps.some(({ key, status }) => key === 'detect_system' && status === 'completed'),
      );
      await page.unroute('**/_next/static/**/*.js');
      expect((await admin.post(`/api/v1/jobs/${again.id}/cancellation`)).status).toBeLessThan(300);
      await jobEnd(admin, again.id);
    });

    test(
      'whose package manager is busy is waited for, with the name of who keeps it busy; then it goes on',
      onDebian,
      async ({ tomo, page, admin }) => {
        const { pid, release } = await holdPackages(DEBIAN);
        const jobId = await startPreparing(admin, serverId);
        await openJob(page, jobId);
        const waiting = `The package manager is in use by unattended-upgr (process ${pid}). Waiting`;
        await expect(page.getByRole('log').getByText(waiting).first()).toBeVisible({ timeout: 60_000 });
        await release();
        const job = await jobEnd(admin, jobId, 200_000);
        expect(job.state, lastLines(job)).toMatchObject({ status: 'completed' });
        expect(
          job.lines.filter(({ message }) => message.startsWith('E: ')),
          'waiting is no error',
        ).toEqual([]);
        expect(await proof(DEBIAN)).toEqual({ ...prepared, groups: 'operator docker' });
        expect(await listUnended(tomo)).toEqual([]);
      },
    );

    test(
      'whose Docker is stopped says so wherever it is needed, and everything works again with it',
      appsOn(DEBIAN),
      async ({ page, admin }) => {
        test.setTimeout(400_000);
        const { body } = await admin.get<{ applications: { id: string; slug: string }[] }>(
          '/api/v1/applications',
        );
        const site = body.applications.find(({ slug }) => slug === 'static-site')?.id ?? '';
        const ports = [{ id: 'web', port, bind: 'all' }];
        const { jobId, installedAppId } = await deploy(admin, site, serverId, 'steady', { ports });
        expect((await jobEnd(admin, jobId)).state).toMatchObject({ status: 'completed' });
        const act = async (what: string) => {
          const started = await admin.post<Started>(`/api/v1/apps/${installedAppId}/${what}`, {});
          expect(started.status, started.text).toBe(202);
          return jobEnd(admin, started.body.jobId);
        };

        await stopDocker(DEBIAN);
        for (const [what, step] of [
          ['stops', 'Stop containers'],
          ['starts', 'Start containers'],
          ['restarts', 'Stop containers'],
        ] as const) {
          await test.step(what, async () => {
            const job = await act(what);
            expect(job.state, lastLines(job)).toMatchObject({
              status: 'failed',
              errorCode: 'docker_not_running',
            });
            expect(job.state.errorMessage).toContain('The Docker engine does not run on the server.');
            expect(job.state.hint).toContain('systemctl start docker');
            await openJob(page, job.id);
            await expectToldOn(page, job, step);
          });
        }
        const other = [{ id: 'web', port: port + 1, bind: 'all' }];
        const late = await deploy(admin, site, serverId, 'late', { ports: other });
        const refused = await jobEnd(admin, late.jobId);
        expect(refused.state, lastLines(refused)).toMatchObject({ status: 'failed', currentStep: 'check' });
        expect(refused.state.errorMessage).toBe('Docker does not answer on the server.');
        await openJob(page, refused.id);
        await expectToldOn(page, refused, 'Check the server');

        expect((await checkDirectly(admin, serverId)).state.status, 'the server itself is well').toBe(
          'completed',
        );
        await page.goto(`/servers/${serverId}`);
        await expect(page.getByText(/Docker/).first()).toBeVisible();
        await page.goto(`/servers/${serverId}/metrics`);
        await expect(
          page.getByRole('heading', { name: 'Processor' }).or(page.getByText('CPU')).first(),
        ).toBeVisible();

        await startDocker(DEBIAN);
        await page.goto(`/activity/${refused.id}`);
        expect((await jobEnd(admin, await retryOn(page))).state).toMatchObject({ status: 'completed' });
        expect((await act('restarts')).state).toMatchObject({ status: 'completed' });
        expect(await stateOf(admin, installedAppId)).toBe('running');
      },
    );
  });

test('a package manager that stays busy is given up after five minutes, in words', {
  tag: ['@long', `@${DEBIAN}`],
}, async ({ page, admin }) => {
  await resetTarget(DEBIAN);
  const { pid, release } = await holdPackages(DEBIAN);
  const address = { host: 'localhost', port: addressOf(DEBIAN).port };
  const serverId = await addServerDirectly(admin, { name: 'busy', ...address, ...accountOf('deploy') });
  const job = await jobEnd(admin, await startPreparing(admin, serverId), 400_000);
  expect(job.state, lastLines(job)).toMatchObject({ status: 'failed', errorCode: 'package_lock' });
  expect(job.state.errorMessage).toContain(`is in use by unattended-upgr (process ${pid})`);
  await openJob(page, job.id);
  await expectToldOn(page, job, 'Refresh the package index');
  await release();
  await retryOn(page);
  await expect(page.getByText(/^busy is prepared\./)).toBeVisible({ timeout: 150_000 });
});

async function deploy(
  admin: Api,
  applicationId: string,
  serverId: string,
  instanceName: string,
  more: object = {},
): Promise<Install> {
  const { status, body, text } = await admin.post<Install>('/api/v1/apps', {
    applicationId,
    serverId,
    instanceName,
    ...more,
  });
  expect(status, text).toBe(202);
  return body;
}

const stateOf = async (admin: Api, appId: string) =>
  (await admin.get<{ state: string }>(`/api/v1/apps/${appId}`)).body.state;

/** A key of its own for an account that otherwise signs in with a password. */
async function keyFor(account: string): Promise<SignIn> {
  const key = makeSshKey(['-t', 'ed25519', '-N', '']);
  await execIn(
    DEBIAN,
    `install -d -m 700 -o ${account} -g ${account} ~${account}/.ssh
     install -m 600 -o ${account} -g ${account} /dev/stdin ~${account}/.ssh/authorized_keys`,
    { input: `${key.publicLine}\n` },
  );
  return { username: account, privateKey: key.privateKey };
}

/** Adds a server and trusts its key, without the look that would have to succeed. */
async function addUnchecked(
  admin: Api,
  { port, ...server }: SignIn & { name: string; host: string; port: number },
): Promise<string> {
  const input = { ...server, port: String(port), authType: 'key' };
  const made = await admin.act<{ serverId: string }>('createServerAction', input);
  const serverId = made.data?.serverId ?? '';
  expect(serverId, JSON.stringify(made)).not.toBe('');
  await checkDirectly(admin, serverId);
  const { body } = await admin.get<{ offeredKeys: { fingerprint: string }[] }>(`/api/v1/servers/${serverId}`);
  const fingerprint = body.offeredKeys[0]?.fingerprint;
  const trusted = await admin.act('trustHostKeyAction', { serverId, fingerprint, trust: 'first_use' });
  expect(trusted, JSON.stringify(trusted)).toMatchObject({ ok: true });
  return serverId;
}

const lastLines = ({ lines }: Job) => JSON.stringify(lines.slice(-15).map(({ message }) => message));
