import type { Browser, Page } from '@playwright/test';
import type { Api } from './journeys/api';
import { countTo, jobEnd, jobWhen, type Started, storedLines } from './journeys/jobs';
import { addPerson, carryOver, signIn } from './journeys/people';
import { isUnpacking, listUnended, openJob, prepared, proof, timesInstalled } from './journeys/preparing';
import { accountOf, addressOf, addServerDirectly } from './journeys/servers';
import { setSettings, stored } from './journeys/stored';
import { lineNumbersOver } from './journeys/stream';
import { expect, test } from './journeys/test';
import { execIn, pretendOs, resetTarget, vendorRepository } from './lab/lab.mjs';
import type { Tomo } from './support/app';

/**
 * Preparing real servers: Docker is really installed, by hand of Tomo, while browsers come and go, somebody cancels, and
 * Tomo itself is killed.
 */
const DEBIAN13 = 'debian13c';
const DEBIAN12 = 'debian12';
const on13 = { tag: ['@preparation', '@debian13c'] };
const on12 = { tag: ['@preparation', '@debian12'] };

// As the server sees it: nothing listens there.
const UNREACHABLE = 'http://127.0.0.1:9/linux';

test.use({ settings: { 'servers.docker_repository_url': UNREACHABLE } });
test.setTimeout(240_000);

test.describe
  .serial('a fresh Debian 13', () => {
    let serverId = '';
    let jobId = '';

    test(
      'is prepared once, however many start it and look at it, although the vendor cannot be reached',
      on13,
      async ({ tomo, page, admin, browser }) => {
        await resetTarget(DEBIAN13);
        const server = { name: 'fresh', ...addressOf(DEBIAN13), ...accountOf('root') };
        serverId = await addServerDirectly(admin, server);
        jobId = await startByManyAtOnce(tomo, page, admin, serverId);
        const numbers = lineNumbersOver(tomo, admin, jobId, 7);
        await lookAndLeave(tomo, browser, admin, jobId);
        await readWithoutScripts(tomo, browser, admin, jobId);

        const job = await jobEnd(admin, jobId);
        expect(job.state, JSON.stringify(job.lines.slice(-10))).toMatchObject({ status: 'completed' });
        const step = page.locator('[data-step=docker_repository]');
        await expect(step).toContainText(
          "cannot be reached from the server: using the distribution's packages",
        );
        const warning = page
          .getByRole('log')
          .getByText(/Docker comes from the distribution's own packages instead/);
        await expect(warning).toBeVisible();
        await expect(page.getByText(/^fresh is prepared\. Docker [\d.]+.*, Compose [\d.]+/)).toBeVisible();

        const lines = await storedLines(tomo, jobId);
        expect(lines.map(({ seq }) => seq)).toEqual(countTo(lines.length));
        expect(await numbers, 'over a connection that broke every seven lines').toEqual(
          countTo(lines.length),
        );
        const shown = await shownLines(page);
        expect(shown.map(({ seq }) => seq)).toEqual(countTo(lines.length).slice(-500));
        await page.reload();
        expect(await shownLines(page), 'after a reload').toEqual(shown);
        const second = await page.context().newPage();
        await second.goto(`/activity/${jobId}`);
        expect(await shownLines(second), 'in a second tab').toEqual(shown);

        await page.goto(`/servers/${serverId}`);
        await expect(page.getByRole('link', { name: 'Deploy app' })).toBeVisible();
        expect(await proof(DEBIAN13)).toEqual(prepared);
      },
    );

    test('that is prepared is not changed by a second run', on13, async ({ page, admin }) => {
      const before = await fingerprintOf(DEBIAN13);
      await page.goto(`/servers/${serverId}/preparations`);
      await expect(page.getByRole('row', { name: /Succeeded/ })).toHaveCount(1);
      await page.getByRole('radio', { name: /^Minimal/ }).check();
      await page.getByRole('button', { name: 'Start preparation' }).click();
      await page.waitForURL(/\/activity\//);
      await expect(page.getByText(/^fresh is prepared\./)).toBeVisible({ timeout: 60_000 });
      const { steps } = await jobEnd(admin, idIn(page.url()));
      expect(steps.filter(({ status }) => status !== 'skipped').map(({ key }) => key)).toEqual([
        'connect',
        'detect_system',
        'check_resources',
        'verify',
      ]);
      expect(await fingerprintOf(DEBIAN13)).toEqual(before);
    });

    test(
      'that says it is another system is refused with what was found, and nothing is changed',
      on13,
      async ({ page }) => {
        await pretendOs(DEBIAN13, {
          ID: 'void',
          ID_LIKE: 'debianish',
          VERSION_ID: '13',
          PRETTY_NAME: 'Void Linux',
        });
        const before = await fingerprintOf(DEBIAN13);
        await page.goto(`/servers/${serverId}/preparations`);
        await page.getByRole('button', { name: 'Start preparation' }).click();
        await expect(page.getByText('Failed at "Detect the system"')).toBeVisible({ timeout: 60_000 });
        await expect(page.getByText('Tomo does not prepare this system: Void Linux.').first()).toBeVisible();
        await expect(
          page.getByText(
            /^Found ID=void, ID_LIKE="debianish".*Tomo prepares Debian, Ubuntu and Raspberry Pi OS;/,
          ),
        ).toBeVisible();
        expect(await fingerprintOf(DEBIAN13)).toEqual(before);
        await execIn(DEBIAN13, 'ln -sf ../usr/lib/os-release /etc/os-release');
        await page.getByRole('button', { name: 'Retry' }).click();
        await expect(page.getByText(/^fresh is prepared\./)).toBeVisible({ timeout: 60_000 });
      },
    );
  });

test(
  'cancelled in the middle of the installation it ends on the server, says what is left, and Retry completes it',
  on13,
  async ({ page, admin }) => {
    await resetTarget(DEBIAN13);
    const server = { name: 'cancelled', ...addressOf(DEBIAN13), ...accountOf('deploy') };
    const serverId = await addServerDirectly(admin, server);
    // Asked by every package that starts a service: the second run is held while its packages are being set up.
    const hold = 'printf "#!/bin/sh\\nsleep 120\\n" >/usr/sbin/policy-rc.d; chmod 755 /usr/sbin/policy-rc.d';
    const { body } = await admin.post<Started>(`/api/v1/servers/${serverId}/preparations`);
    await openJob(page, body.jobId);
    await jobWhen(admin, body.jobId, 'unpacking of Docker', isUnpacking);
    await cancelOn(page);
    await expectStopped(admin, body.jobId);

    await execIn(DEBIAN13, hold);
    await page.getByRole('button', { name: 'Retry' }).click();
    await expect(page).not.toHaveURL(body.page);
    await expect
      .poll(async () => (await execIn(DEBIAN13, 'pgrep -f policy-rc.d')).code, { timeout: 90_000 })
      .toBe(0);
    await cancelOn(page);
    await expectStopped(admin, idIn(page.url()));
    const { stdout: unfinished } = await execIn(DEBIAN13, 'dpkg --audit; rm /usr/sbin/policy-rc.d');
    expect(unfinished, 'a service was held while it was set up').toContain('containerd');

    await page.getByRole('button', { name: 'Retry' }).click();
    await expect(page.getByText(/^cancelled is prepared\./)).toBeVisible({ timeout: 120_000 });
    expect(await proof(DEBIAN13)).toEqual({ ...prepared, groups: 'deploy docker' });
    await page.goto(body.page);
    await expect(page.getByText('This was tried again.')).toBeVisible();
  },
);

test(
  'G40 killed before and in the middle of the installation, Tomo takes the job up: nothing lost, nothing twice',
  on13,
  async ({ tomo, page, admin }) => {
    await resetTarget(DEBIAN13);
    const operator = accountOf('operator');
    const server = { name: 'killed', ...addressOf(DEBIAN13), ...operator, sudoPassword: operator.password };
    const serverId = await addServerDirectly(admin, server);
    const { body } = await admin.post<Started>(`/api/v1/servers/${serverId}/preparations`);
    await jobWhen(
      admin,
      body.jobId,
      'the first change',
      ({ state }) => state.currentStep === 'refresh_index',
    );
    await tomo.kill();
    await tomo.restart();
    await openJob(page, body.jobId);
    await jobWhen(admin, body.jobId, 'unpacking of Docker', isUnpacking);
    await tomo.kill();
    const apt = await execIn(DEBIAN13, 'pgrep -c "^apt-get$"');
    expect(apt.stdout.trim(), 'the installation goes on without Tomo').toBe('1');
    await tomo.restart();

    const job = await jobEnd(admin, body.jobId);
    expect(job.state, JSON.stringify(job.lines.slice(-10))).toMatchObject({ status: 'completed' });
    expect(job.attempt).toBe(3);
    expect(await proof(DEBIAN13)).toEqual({ ...prepared, groups: 'operator docker' });
    expect(await timesInstalled(DEBIAN13)).toBe(1);

    const lines = await storedLines(tomo, body.jobId);
    expect(lines.map(({ seq }) => seq)).toEqual(countTo(lines.length));
    const output = lines.filter(({ stream }) => stream === 'stdout').map(({ message }) => message);
    const { stdout } = await execIn(
      DEBIAN13,
      "sed -n 's/^.* status installed \\([^:]*\\):.*/\\1/p' /var/log/dpkg.log | sort -u",
    );
    const packages = stdout.split('\n').filter((name) => name.startsWith('docker'));
    expect(packages).toContain('docker.io');
    for (const name of packages)
      expect(
        output.filter((line) => line.startsWith(`Setting up ${name} (`)),
        name,
      ).toHaveLength(1);

    // The page was open all the time and lost nothing either.
    await expect(page.getByText(/^killed is prepared\./)).toBeVisible({ timeout: 30_000 });
    expect((await shownLines(page)).map(({ seq }) => seq)).toEqual(countTo(lines.length).slice(-500));
    expect(await listUnended(tomo)).toEqual([]);
  },
);

test(
  'Debian 12 alone has no Compose, which is said; with the packages of the vendor it is prepared',
  on12,
  async ({ tomo, page, admin }) => {
    await resetTarget(DEBIAN12);
    const server = { name: 'bookworm', ...addressOf(DEBIAN12), ...accountOf('root') };
    const serverId = await addServerDirectly(admin, server);
    await page.goto(`/servers/${serverId}/preparations`);
    await page.getByRole('radio', { name: /^The distribution's packages/ }).check();
    await page.getByRole('button', { name: 'Start preparation' }).click();
    await expect(page.getByText('Failed at "Install Docker"')).toBeVisible({ timeout: 120_000 });
    const message =
      'Docker is installed, but this release has no package with Docker Compose v2, which apps need.';
    await expect(page.getByText(message).first()).toBeVisible();
    await expect(page.getByText(/prepare it again with Docker from the vendor\.$/).first()).toBeVisible();

    const { url, fingerprint } = vendorRepository();
    await setSettings(tomo, {
      'servers.docker_repository_url': url.replace(/\/debian$/, ''),
      'servers.docker_repository_fingerprint': fingerprint,
    });
    await page.goto(`/servers/${serverId}/preparations`);
    await page.getByRole('radio', { name: /^The vendor's repository/ }).check();
    await page.getByRole('button', { name: 'Start preparation' }).click();
    await expect(page.getByText(/^bookworm is prepared\. Docker [\d.]+.*, Compose [\d.]+/)).toBeVisible({
      timeout: 120_000,
    });
    await expect(page.locator('[data-step=docker_repository]')).toContainText(
      'Repository of the vendor added for bookworm',
    );
    expect(await proof(DEBIAN12)).toEqual(prepared);
  },
);

/** Starts a preparation by a page and four programs of two people at the same moment. Returns the one job there is. */
async function startByManyAtOnce(tomo: Tomo, page: Page, admin: Api, serverId: string): Promise<string> {
  await page.goto(`/servers/${serverId}/preparations`);
  await page.getByRole('radio', { name: /^Minimal/ }).check();
  await expect(page.getByRole('radio', { name: /^The vendor's repository/ })).toBeChecked();
  const colleague = await signIn(tomo, await addPerson(tomo, 'colleague', 'operator'));
  const path = `/api/v1/servers/${serverId}/preparations`;
  const [, ...answers] = await Promise.all([
    page.getByRole('button', { name: 'Start preparation' }).click(),
    ...[admin, admin, colleague, colleague].map((api) => api.post<Started>(path)),
  ]);
  await page.waitForURL(/\/activity\//);
  const jobId = idIn(page.url());
  for (const { status, body, headers } of answers) {
    expect([status, body.jobId, headers.location]).toEqual([202, jobId, `/api/v1/jobs/${jobId}`]);
  }
  const jobs = await stored(tomo, "SELECT id FROM jobs WHERE kind = 'server.prepare'");
  expect(jobs.map(({ id }) => id)).toEqual([jobId]);
  return jobId;
}

/** Opens the job in a browser of its own and closes that browser. */
async function lookAndLeave(tomo: Tomo, browser: Browser, admin: Api, jobId: string): Promise<void> {
  const context = await browser.newContext({ baseURL: tomo.url });
  const page = await context.newPage();
  await carryOver(admin, page);
  await openJob(page, jobId);
  await expect(page.locator('[data-seq]').first()).toBeVisible();
  await context.close();
}

/** Without scripts the page shows the stored lines and then, in the same answer, those that come. */
async function readWithoutScripts(tomo: Tomo, browser: Browser, admin: Api, jobId: string): Promise<void> {
  const context = await browser.newContext({ baseURL: tomo.url, javaScriptEnabled: false });
  const page = await context.newPage();
  await carryOver(admin, page);
  await jobWhen(admin, jobId, 'output', ({ state }) => state.currentStep === 'install_docker');
  await openJob(page, jobId);
  const rows = page.locator('[data-seq]:visible');
  await expect(rows.first()).toBeVisible();
  const first = await rows.count();
  await expect.poll(() => rows.count(), { timeout: 25_000 }).toBeGreaterThan(first + 3);
  await page.waitForLoadState('load');
  const numbers = await rows.evaluateAll((all) => all.map((row) => Number(row.getAttribute('data-seq'))));
  expect(numbers).toEqual(countTo(numbers.length));
  await context.close();
}

async function cancelOn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('alertdialog').locator('button[type=submit]').click();
  const left = page.getByText('Docker may be partly installed. Retry completes it.').first();
  await expect(left).toBeVisible({ timeout: 40_000 });
}

/** A cancelled job has ended everywhere: in its rows and on the server. */
async function expectStopped(admin: Api, jobId: string): Promise<void> {
  const job = await jobEnd(admin, jobId);
  expect(job.state.status).toBe('cancelled');
  expect(job.steps.filter(({ status }) => status === 'running' || status === 'pending')).toEqual([]);
  const { stdout } = await execIn(
    DEBIAN13,
    'pgrep -a "^(apt|apt-get|dpkg)$"; systemctl list-units --no-legend "tomo-*"',
  );
  expect(stdout, 'nothing of it runs on').toBe('');
}

const idIn = (address: string) => address.split('/').at(-1) ?? '';

const shownLines = (page: Page) =>
  page
    .locator('[data-seq]')
    .evaluateAll((rows) =>
      rows.map((row) => ({ seq: Number(row.getAttribute('data-seq')), text: row.textContent ?? '' })),
    );

/** Packages and files of a server with their times, in one sum per place. */
async function fingerprintOf(name: string): Promise<string> {
  const { stdout } = await execIn(
    name,
    `dpkg -l | sha256sum
     for place in /etc /usr /opt /root /home /var/lib/dpkg /var/lib/apt /var/lib/tomo; do
       echo "$place $(find $place -printf '%p %T@ %s %m %u\\n' | sort | sha256sum)"
     done
     systemctl show docker -p MainPID`,
  );
  return stdout;
}
