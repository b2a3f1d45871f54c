import { defineApplication } from './journeys/applications';
import {
  act,
  acted,
  deploy,
  freshPreparedServer,
  jobSucceeded,
  lastLines,
  printed,
  startDeploying,
  starterId,
} from './journeys/deploying';
import { jobEnd } from './journeys/jobs';
import { carryOver } from './journeys/people';
import { addressOf } from './journeys/servers';
import { stored } from './journeys/stored';
import { expect, test } from './journeys/test';
import { target } from './lab/lab.mjs';
import { accessibilityProblems } from './support/browser';

/** An app from its first image to its removal, on one real server: what it was given is what runs, and what it kept stays. */
const DEBIAN = 'debian13';
const onDebian = { tag: ['@apps', '@debian13'] };

test.setTimeout(240_000);

test.describe
  .serial('an app on a Debian 13', () => {
    let serverId = '';
    const onServer = (command: string) => printed(DEBIAN, command);
    const ports = target(DEBIAN).webPorts;
    const port = (index: number) => ports[index] ?? 0;
    const page0 = (index: number) => `http://${addressOf(DEBIAN).host}:${port(index)}/`;

    test('a server is prepared for it', onDebian, async ({ admin }) => {
      serverId = await freshPreparedServer(admin, DEBIAN);
    });

    test(
      'limits and restart policy of the form are those of the container, and its page is served',
      onDebian,
      async ({ admin, page }) => {
        const site = await starterId(admin, 'static-site');
        await page.goto(`/applications/${site}/deploy?server=${serverId}`);
        await page.getByLabel('Name on the server').fill('site');
        await page.getByLabel('Page', { exact: true }).fill('<p>served by the lab</p>');
        await page.getByLabel('Port on the server').fill(String(port(0)));
        await page.getByLabel('Reachable from').selectOption({ label: "The server's networks" });
        await page.getByText('Resources', { exact: true }).click();
        await page.getByLabel('Memory limit, MiB').fill('96');
        await page.getByLabel('CPUs').fill('0.5');
        await page.getByLabel('When it ends').selectOption({ label: 'Restart after a failure' });
        await page.getByRole('button', { name: `Deploy to ${DEBIAN}` }).click();
        await jobSucceeded(page);
        expect(await (await fetch(page0(0))).text()).toContain('served by the lab');
        const inspect =
          '{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}} {{.HostConfig.RestartPolicy.Name}} {{.HostConfig.LogConfig.Type}}';
        expect(await onServer(`docker inspect -f '${inspect}' site-web-1`)).toBe(
          `${96 * 2 ** 20} 500000000 on-failure json-file`,
        );
        await page.getByRole('link', { name: 'Open its page' }).click();
        await expect(page.getByText('Running', { exact: true }).first()).toBeVisible();
      },
    );

    test(
      'its configuration is changed: what differs is shown first, and is what runs then',
      onDebian,
      async ({ admin, page, tomo }) => {
        const { body } = await admin.get<{ apps: { id: string }[] }>('/api/v1/apps');
        const id = body.apps[0]?.id ?? '';
        const image = await onServer("docker inspect -f '{{.Image}}' site-web-1");
        await page.goto(`/apps/${id}`);
        await page.getByRole('link', { name: 'Configuration', exact: true }).click();
        await expect(page.getByText('Nothing is changed yet.').first()).toBeVisible();
        await page.getByLabel('Page', { exact: true }).fill('<p>changed by the lab</p>');
        await page.getByLabel('Port on the server').fill(String(port(2)));
        await page.getByText('Resources', { exact: true }).click();
        await expect(page.getByLabel('Memory limit, MiB')).toHaveValue('96');
        await page.getByLabel('Memory limit, MiB').fill('112');
        await page.getByLabel('When it ends').selectOption({ label: 'Always restart' });
        await expect(page.locator('[data-change]')).toHaveCount(3);
        await expect(page.locator('[data-change]').nth(1)).toContainText(`${port(0)}`);
        await expect(page.locator('[data-change]').nth(1)).toContainText(`${port(2)}`);
        expect(await accessibilityProblems(page)).toEqual([]);
        await page.getByRole('button', { name: 'Apply changes' }).click();
        await jobSucceeded(page);
        expect(await (await fetch(page0(2))).text()).toContain('changed by the lab');
        await expect(fetch(page0(0))).rejects.toThrow();
        const inspect = '{{.HostConfig.Memory}} {{.HostConfig.RestartPolicy.Name}} {{.Image}}';
        expect(await onServer(`docker inspect -f '${inspect}' site-web-1`)).toBe(
          `${112 * 2 ** 20} always ${image}`,
        );
        const rows = await stored(
          tomo,
          'SELECT reason, outcome FROM installed_app_versions WHERE installed_app_id = ? ORDER BY version_no',
          [id],
        );
        expect(rows.map(({ reason, outcome }) => `${reason} ${outcome}`)).toEqual([
          'install completed',
          'configure completed',
        ]);

        await onServer(`docker run -d --name holder -p ${port(6)}:80 nginx:1.29`);
        const taken = await act(admin, id, 'configurations', {
          ports: [{ id: 'web', port: port(6), bind: 'all' }],
        });
        expect(taken.state).toMatchObject({ status: 'failed', currentStep: 'check' });
        expect(taken.state.hint).toContain('Nothing was changed on the server.');
        expect((await fetch(page0(2))).status).toBe(200);
        await onServer('docker rm -f holder');
        await acted(admin, id, 'starts');
        expect(await (await fetch(page0(2))).text()).toContain('changed by the lab');
      },
    );

    test(
      'a file is read by the program, and data outlives stop, start, restart and a removal that keeps it',
      onDebian,
      async ({ admin, page }) => {
        const redis = await starterId(admin, 'redis');
        const id = await deploy(admin, {
          applicationId: redis,
          serverId,
          instanceName: 'store',
          fields: { MAX_MEMORY: '77' },
          ports: [{ id: 'redis', port: port(1), bind: 'loopback' }],
        });
        const ask = (command: string) => onServer(`docker exec store-redis-1 redis-cli -e ${command}`);
        expect(await ask('config get maxmemory')).toContain(String(77 * 2 ** 20));
        expect(await ask('set tomo kept')).toBe('OK');
        await acted(admin, id, 'stops');
        expect(await onServer('docker ps -q --filter name=store')).toBe('');
        await acted(admin, id, 'starts');
        expect(await ask('get tomo')).toBe('kept');
        await acted(admin, id, 'restarts');
        expect(await ask('get tomo')).toBe('kept');

        await page.goto(`/apps/${id}`);
        await page.getByRole('button', { name: /More/ }).click();
        await page.getByRole('menuitem', { name: 'Remove, keep data' }).click();
        const dialog = page.getByRole('alertdialog');
        await expect(dialog.getByText('Volume store_data')).toBeVisible();
        await expect(dialog.getByText(/^\d[\d.]* [KM]iB$/)).toBeVisible({ timeout: 30_000 });
        expect(await accessibilityProblems(page)).toEqual([]);
        await dialog.getByRole('button', { name: /^Remove/ }).click();
        await jobSucceeded(page);
        expect(await onServer('docker volume ls -q; docker ps -aq --filter name=store')).toBe('store_data');

        const again = await startDeploying(admin, {
          applicationId: redis,
          serverId,
          instanceName: 'store',
          ports: [{ id: 'redis', port: port(1), bind: 'loopback' }],
        });
        const refused = await jobEnd(admin, again.jobId);
        expect(refused.state.errorMessage).toContain('Data of an earlier app named store is still there');
        await acted(admin, again.id, 'removals', { volumes: false });
        expect(await onServer('docker volume ls -q')).toBe('store_data');
        await onServer('docker volume rm store_data && rm -r /opt/tomo/apps/store');
      },
    );

    test('data that is to go is gone', onDebian, async ({ admin }) => {
      const id = await deploy(admin, {
        applicationId: await starterId(admin, 'redis'),
        serverId,
        instanceName: 'brief',
        ports: [{ id: 'redis', port: port(1), bind: 'loopback' }],
      });
      const sizes = await admin.get<{ volumes: { name: string; bytes: number }[] }>(
        `/api/v1/apps/${id}/volumes`,
      );
      expect(sizes.body.volumes).toEqual([{ name: 'brief_data', bytes: expect.any(Number) }]);
      await acted(admin, id, 'removals', { volumes: true });
      expect(await onServer('docker volume ls -q; ls /opt/tomo/apps')).toBe('site');
    });

    test('one service is restarted and the others run on', onDebian, async ({ admin, page, tomo }) => {
      const image = 'busybox:1.36';
      const command = ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 1 & wait; done'];
      const pair = await defineApplication(tomo, 'pair', {
        left: { image, command },
        right: { image, command },
      });
      const id = await deploy(admin, { applicationId: pair, serverId, instanceName: 'pair' });
      const began = (service: string) =>
        onServer(`docker inspect -f '{{.State.StartedAt}}' pair-${service}-1`);
      const before = { left: await began('left'), right: await began('right') };
      await page.goto(`/apps/${id}`);
      await page.getByRole('button', { name: 'Restart right' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Restart right' }).click();
      await expect(page.getByRole('heading', { name: 'Restart pair · right' })).toBeVisible();
      await jobSucceeded(page);
      expect(await began('left')).toBe(before.left);
      expect(await began('right')).not.toBe(before.right);
      const [row] = await stored(
        tomo,
        "SELECT new_value FROM audit_log WHERE action = 'restart' AND entity_id = ? AND outcome = 'intent'",
        [id],
      );
      expect(String(row?.new_value)).toContain('right');
      expect((await admin.post(`/api/v1/apps/${id}/restarts`, { service: 'middle' })).status).toBe(404);
      await acted(admin, id, 'stops');
      expect((await admin.post(`/api/v1/apps/${id}/restarts`, { service: 'left' })).body).toMatchObject({
        status: 409,
        reason: 'app_stopped',
      });
      await acted(admin, id, 'removals', { volumes: true });
    });

    test(
      'layers are seen while they come; a port that is stolen meanwhile is named, and another one leads on',
      onDebian,
      async ({ admin, page, tomo, browser }) => {
        const slowly = await defineApplication(
          tomo,
          'slowly',
          { app: { image: 'nginx:1.29' }, slow: { image: 'tomo-lab/slow:1' } },
          {
            ports: [{ id: 'web', service: 'app', target: 80, preferred: port(3), purpose: 'web' }],
            web: [{ name: 'Slowly', port: 'web', path: '/', primary: true }],
          },
        );
        const plain = await browser.newContext({ javaScriptEnabled: false, baseURL: tomo.url });
        const second = await plain.newPage();
        await carryOver(admin, second);
        const { id, jobId } = await startDeploying(admin, {
          applicationId: slowly,
          serverId,
          instanceName: 'slowly',
          ports: [{ id: 'web', port: port(3), bind: 'all' }],
        });
        await page.goto(`/activity/${jobId}`, { waitUntil: 'commit' });
        const pull = page.locator('[data-pull]');
        await expect(pull.locator('[data-layer=downloading]').first()).toBeVisible({ timeout: 60_000 });
        const theft = onServer(`docker run -d --name thief -p ${port(3)}:80 nginx:1.29`);
        await expect(pull).toContainText(/\d of \d+ layers are there/);
        await expect(pull.locator('[data-image]').first()).toContainText('nginx:1.29');
        await Promise.all(
          [second, page].map((one) => one.goto(`/activity/${jobId}`, { waitUntil: 'commit' })),
        );
        await expect(second.locator('[data-pull]')).toContainText('tomo-lab/slow:1');
        await expect(pull).toContainText('tomo-lab/slow:1');
        await plain.close();
        await theft;
        const failed = await jobEnd(admin, jobId);
        expect(failed.state, lastLines(failed)).toMatchObject({ status: 'failed', currentStep: 'start' });
        expect(failed.state.errorMessage).toBe(
          `Port ${port(3)} is held by container thief. It was taken while the app was being started.`,
        );
        expect(failed.state.hint).toMatch(/^Port \d+ is free: change it/);
        expect(await onServer('docker ps --format "{{.Names}}" --filter name=slowly')).toBe('');

        await page.goto(`/apps/${id}`);
        await page.getByRole('link', { name: 'Change and deploy again' }).click();
        await page.getByLabel('Port on the server').fill(String(port(4)));
        await page.getByRole('button', { name: `Deploy to ${DEBIAN}` }).click();
        await jobSucceeded(page);
        expect((await fetch(page0(4))).status).toBe(200);

        await acted(admin, id, 'stops');
        await onServer(`docker rm -f thief && docker run -d --name thief -p ${port(4)}:80 nginx:1.29`);
        const start = await act(admin, id, 'starts');
        expect(start.state, lastLines(start)).toMatchObject({ status: 'failed' });
        expect(start.state.errorMessage).toContain(`Port ${port(4)} is held by container thief`);
        expect(start.state.hint).toContain('Free that port on the server');
        await onServer('docker rm -f thief');
        await acted(admin, id, 'starts');
        expect((await fetch(page0(4))).status).toBe(200);
        await acted(admin, id, 'removals', { volumes: true });
      },
    );

    test(
      'an engine that is stopped is named by everything that needs it',
      onDebian,
      async ({ admin, page }) => {
        const { body } = await admin.get<{ apps: { id: string; displayName: string }[] }>('/api/v1/apps');
        const id = body.apps[0]?.id ?? '';
        await onServer('systemctl stop docker.socket docker.service');
        try {
          for (const what of ['stops', 'starts', 'restarts']) {
            const job = await act(admin, id, what);
            expect(job.state, `${what} ${lastLines(job)}`).toMatchObject({ status: 'failed' });
            expect(job.state.errorMessage, what).toMatch(/Docker engine .*does not (answer|run)/);
            expect(job.state.hint, what).toContain('systemctl start docker');
          }
          await page.goto(`/apps/${id}/logs`);
          await expect(page.locator('[data-phase=unreachable]')).toContainText('systemctl start docker', {
            timeout: 30_000,
          });
          await onServer('systemctl start docker.socket docker.service');
          await expect(page.locator('[data-phase=unreachable]')).toBeHidden({ timeout: 30_000 });
          await acted(admin, id, 'starts');
          expect((await fetch(page0(2))).status).toBe(200);
        } finally {
          await onServer('systemctl start docker.socket docker.service');
        }
        await acted(admin, id, 'removals', { volumes: true });
        expect(await onServer('docker ps -aq; docker volume ls -q; ls /opt/tomo/apps')).toBe('');
      },
    );
  });
