import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import type { Api } from './journeys/api';
import { jobEnd, type Started } from './journeys/jobs';
import { addPerson, signIn } from './journeys/people';
import { accountOf, addressOf, addServerDirectly } from './journeys/servers';
import { stored } from './journeys/stored';
import { expect, test } from './journeys/test';
import { execIn, target } from './lab/lab.mjs';
import { accessibilityProblems } from './support/browser';

/**
 * Containers on a real server: what they use is read from its control groups and must be what Docker says of them, what
 * happens to them shows, and a Docker that is stopped takes no other number away. The account is no member of the docker
 * group: the list comes through sudo, the numbers need no right at all.
 */
const DEBIAN = 'debian13b';
const onDebian = { tag: ['@metrics', '@debian13b'] };

type Container = {
  serverId: string;
  name: string;
  state: string;
  health: string;
  restarts: number | null;
  app: { id: string; name: string } | null;
  measuredAt: string | null;
  cpuPercent: number | null;
  memoryBytes: number | null;
  memoryLimitBytes: number | null;
  receiveRate: number | null;
};
type Containers = { containers: Container[]; servers: { state: { kind: string; reason?: string } }[] };

test.setTimeout(240_000);

test.describe
  .serial('containers of a Debian 13', () => {
    let serverId = '';
    const cleanUp = () => execIn(DEBIAN, 'docker rm -f $(docker ps -aq --filter label=journey=metrics)');
    const docker = async (command: string) => {
      const { code, stdout, stderr } = await execIn(DEBIAN, `docker ${command}`);
      expect(code, stderr).toBe(0);
      return stdout.trim();
    };
    const start = (name: string, options: string, command: string) =>
      docker(`run -d --label journey=metrics --name ${name} ${options} busybox:1.36 sh -c '${command}'`);
    const read = async (api: Api) =>
      (await api.get<Containers>(`/api/v1/metrics/containers?servers=${serverId}`)).body;
    const find = async (api: Api, name: string) =>
      (await read(api)).containers.find((container) => container.name === name);
    /** Somebody looks: samples come every ten seconds. */
    const open = (page: Page) => page.goto(`/servers/${serverId}/containers`);
    const row = (page: Page, name: string) =>
      page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });

    test.afterAll(() => cleanUp());

    test(
      'containers that Tomo did not start are shown with what they use',
      onDebian,
      async ({ admin, page }) => {
        serverId = await addServerDirectly(admin, {
          name: 'measured',
          ...addressOf(DEBIAN),
          ...accountOf('deploy'),
        });
        if ((await execIn(DEBIAN, 'docker version')).code !== 0) {
          const { body } = await admin.post<Started>(`/api/v1/servers/${serverId}/preparations`);
          expect((await jobEnd(admin, body.jobId, 200_000)).state).toMatchObject({ status: 'completed' });
        }
        await cleanUp();
        await start('busy', '--cpus 0.2', 'while :; do :; done');
        await start('sleeper', '--network host', 'sleep 9999');
        const hold = 'dd if=/dev/zero of=/dev/shm/held bs=1M count=24; exec sleep 9999';
        await start('holder', '-m 64m --health-cmd true --health-interval 1s', hold);
        await start('crashing', '--restart always', 'sleep 1; exit 1');
        await open(page);
        await expect(row(page, 'busy')).toContainText('not managed', { timeout: 30_000 });
        await expect(row(page, 'busy')).toContainText(/Running\D+[1-9]\d* %/, { timeout: 60_000 });
        await expect(row(page, 'holder')).toContainText(/Healthy.*of 64 MiB/, { timeout: 60_000 });
        await expect(row(page, 'sleeper')).toContainText('0.0 %');
        expect(await accessibilityProblems(page)).toEqual([]);
        const sleeper = await find(admin, 'sleeper');
        expect(sleeper?.cpuPercent).toBeLessThan(1);
        expect(sleeper?.receiveRate, 'the network of the server is not its own').toBeNull();
        await expect
          .poll(async () => (await find(admin, 'crashing'))?.restarts ?? 0, { timeout: 60_000 })
          .toBeGreaterThan(1);
      },
    );

    test('the numbers are those of the server itself', onDebian, async ({ admin, page }) => {
      const id = await docker("inspect -f '{{.Id}}' busy");
      const used = async () => {
        const { stdout } = await execIn(
          DEBIAN,
          `cat /sys/fs/cgroup/cpuacct/docker/${id}/cpuacct.usage 2>/dev/null ||
           awk '/^usage_usec/ { print $2 * 1000 }' /sys/fs/cgroup/system.slice/docker-${id}.scope/cpu.stat
           cut -d' ' -f1 /proc/uptime`,
        );
        const [nanoseconds = 0, uptime = 0] = stdout.trim().split('\n').map(Number);
        return { seconds: nanoseconds / 1e9, uptime };
      };
      await open(page);
      const samples: number[] = [];
      let [before, last] = [await used(), (await find(admin, 'busy'))?.measuredAt];
      // The first interval after now began before now: it only says when to begin.
      for (let seen = 0; seen < 4; ) {
        await sleep(500);
        const busy = await find(admin, 'busy');
        if (!busy?.measuredAt || busy.measuredAt === last) continue;
        last = busy.measuredAt;
        if (seen++ === 0) before = await used();
        else samples.push(busy.cpuPercent ?? Number.NaN);
      }
      const after = await used();
      const truth = (100 * (after.seconds - before.seconds)) / (after.uptime - before.uptime);
      const mean = samples.reduce((sum, value) => sum + value, 0) / samples.length;
      expect(Math.abs(mean - truth) / truth, `${mean} % against ${truth} %`).toBeLessThan(0.15);

      const said = await docker("stats --no-stream --format '{{.MemUsage}}' holder");
      const [, mebibytes = ''] = /^([\d.]+)MiB/.exec(said) ?? [];
      const held = (await find(admin, 'holder'))?.memoryBytes ?? 0;
      expect(held / 1024 ** 2 / Number(mebibytes), said).toBeCloseTo(1, 0.8);
      expect((await find(admin, 'holder'))?.memoryLimitBytes).toBe(64 * 1024 ** 2);
    });

    test('what happens to a container shows within seconds', onDebian, async ({ admin, page }) => {
      const state = (name: string, wanted: string | undefined) =>
        expect.poll(async () => (await find(admin, name))?.state, { timeout: 15_000 }).toBe(wanted);
      await docker('stop -t 0 busy');
      await state('busy', 'exited');
      await open(page);
      await expect(row(page, 'busy')).toContainText(/Stopped.*–/);
      expect((await find(admin, 'busy'))?.cpuPercent).toBeNull();
      await docker('start busy');
      await state('busy', 'running');
      await docker('rename busy renamed');
      await state('renamed', 'running');
      await docker('rm -f renamed');
      await state('renamed', undefined);
    });

    test('an app links to its containers, and they to it', onDebian, async ({ admin, page }) => {
      const { body } = await admin.get<{ applications: { id: string; slug: string }[] }>(
        '/api/v1/applications',
      );
      const applicationId = body.applications.find(({ slug }) => slug === 'static-site')?.id;
      const port = target(DEBIAN).webPorts[9];
      const ports = [{ id: 'web', port, bind: 'all' }];
      const answers = { applicationId, serverId, instanceName: 'measured-site', ports };
      const made = await admin.post<Started & { installedAppId: string }>('/api/v1/apps', answers);
      expect(made.status, made.text).toBe(202);
      expect((await jobEnd(admin, made.body.jobId)).state).toMatchObject({ status: 'completed' });
      const appId = made.body.installedAppId;
      const own = async () =>
        (await admin.get<Containers>(`/api/v1/metrics/containers?app=${appId}`)).body.containers;
      await expect.poll(async () => (await own())[0]?.app?.id, { timeout: 20_000 }).toBe(appId);
      await page.goto(`/apps/${appId}/metrics`);
      await expect(page.getByRole('heading', { name: 'Memory' })).toBeVisible({ timeout: 60_000 });
      expect(await accessibilityProblems(page)).toEqual([]);
      await page.goto('/metrics');
      const [{ name = '' } = {}] = await own();
      await expect(row(page, name)).toContainText('measured');
      await row(page, name).getByRole('link', { name, exact: true }).click();
      await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
      await expect(page.getByRole('heading', { name: 'Network' })).toBeVisible();
      const removed = await admin.post<Started>(`/api/v1/apps/${appId}/removals`, { volumes: true });
      expect(removed.status, removed.text).toBe(202);
      await jobEnd(admin, removed.body.jobId);
    });

    test(
      'everybody who may see metrics sees containers, without scripts too',
      onDebian,
      async ({ tomo, browser }) => {
        const reader = await signIn(tomo, await addPerson(tomo, 'reader', 'user'));
        const context = await browser.newContext({
          baseURL: tomo.url,
          javaScriptEnabled: false,
          storageState: await reader.context.storageState(),
        });
        const page = await context.newPage();
        await open(page);
        await expect(row(page, 'holder')).toContainText(/of 64 MiB/);
        await page.goto(`/servers/${serverId}/containers/holder`);
        await expect(page.getByText(/now 2\d(\.\d)? MiB/)).toBeVisible();
        await context.close();
        await reader.dispose();
      },
    );

    test(
      'a Docker that is stopped is said so, the server goes on, and all comes back',
      onDebian,
      async ({ admin, page }) => {
        await execIn(DEBIAN, 'systemctl stop docker.socket docker');
        try {
          await expect
            .poll(async () => (await read(admin)).servers[0]?.state, { timeout: 30_000 })
            .toMatchObject({ kind: 'unseen', reason: 'docker_stopped' });
          await open(page);
          await expect(page.getByText('The containers are not seen.')).toBeVisible();
          await expect(page.getByText(/systemctl start docker/)).toBeVisible();
          const age = async () => {
            const { body } = await admin.get<{ servers: { measuredAt: string }[] }>(
              `/api/v1/metrics?servers=${serverId}`,
            );
            return body.servers[0]?.measuredAt;
          };
          const now = await age();
          await expect.poll(age, { timeout: 30_000 }).not.toBe(now);
        } finally {
          await execIn(DEBIAN, 'systemctl start docker.socket docker');
        }
        await docker('start holder');
        await expect
          .poll(async () => (await find(admin, 'holder'))?.state, { timeout: 90_000 })
          .toBe('running');
      },
    );

    test(
      'a Tomo that is killed loses the open minute and no more',
      onDebian,
      async ({ tomo, admin, page }) => {
        await open(page);
        const newest = async () => {
          const rows = await stored(
            tomo,
            "SELECT max(unixepoch(timestamp) + period_seconds) AS until FROM container_metrics WHERE server_id = ? AND container_name = 'holder'",
            [serverId],
          );
          return Number(rows[0]?.until ?? 0);
        };
        await expect.poll(newest, { timeout: 120_000 }).toBeGreaterThan(0);
        const first = await newest();
        await expect.poll(newest, { timeout: 120_000 }).toBeGreaterThan(first);
        await tomo.kill();
        // The minute before last was stored, whatever the moment: a minute is open, and rows wait 15 s for company.
        expect(Date.now() / 1000 - (await newest())).toBeLessThan(60 + 15 + 15);
        await tomo.restart();
        const after = await newest();
        await open(page);
        await expect.poll(newest, { timeout: 150_000 }).toBeGreaterThan(after);
        expect((await find(admin, 'holder'))?.state).toBe('running');
      },
    );
  });
