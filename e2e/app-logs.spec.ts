import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineApplication } from './journeys/applications';
import { acted, deploy, freshPreparedServer, printed } from './journeys/deploying';
import { addPerson, carryOver, signIn } from './journeys/people';
import { expect, test } from './journeys/test';
import { accessibilityProblems } from './support/browser';

/** What containers print, read by people: live, masked, bounded whatever comes, and in clear words where there is nothing. */
const DEBIAN = 'debian13';
const onDebian = { tag: ['@apps', '@debian13'] };
const SPEAKER = 'chatty-speaker-1';

const image = 'busybox:1.36';
const speak = [
  'trap "exit 0" TERM; echo "the canary is $$CANARY"',
  'i=0; while :; do i=$$((i+1)); echo "line $$i"; echo "trouble $$i" >&2',
  'printf "\\033[31mred\\033[0m and \\033[2J and <b>bold</b>\\n"; sleep 1 & wait; done',
].join('; ');

test.setTimeout(180_000);

test.describe
  .serial('logs of an app', () => {
    let appId = '';
    const onServer = (command: string) => printed(DEBIAN, command);
    /** Writes to the output of the speaker as its own program would. */
    const say = (command: string) =>
      onServer(`docker exec ${SPEAKER} sh -c '{ ${command}; } > /proc/1/fd/1'`);
    /** Connections of Tomo to the server. */
    const connections = async () => Number(await onServer("pgrep -fc '^sshd[^ ]*: root@' || true"));

    test('an app that speaks is deployed', onDebian, async ({ admin, tomo }) => {
      const serverId = await freshPreparedServer(admin, DEBIAN);
      const chatty = await defineApplication(
        tomo,
        'chatty',
        {
          // biome-ignore lint/suspicious/noTemplateCurlyInString: how a definition refers to a field.
          speaker: { image, command: ['sh', '-c', speak], environment: { CANARY: '${CANARY}' } },
          terminal: {
            image,
            tty: true,
            command: ['sh', '-c', 'while :; do echo from a terminal; sleep 2; done'],
          },
        },
        {
          fields: [
            { key: 'CANARY', type: 'secret', label: 'Canary', generate: { length: 32, charset: 'alnum' } },
          ],
        },
      );
      appId = await deploy(admin, { applicationId: chatty, serverId, instanceName: 'chatty' });
    });

    test(
      'are followed live, by service or together, with secrets masked',
      onDebian,
      async ({ admin, page }) => {
        const { body } = await admin.post<{ value: string }>(`/api/v1/apps/${appId}/secrets/CANARY/reveals`);
        expect(await onServer(`docker logs ${SPEAKER} 2>/dev/null | head -1`)).toBe(
          `the canary is ${body.value}`,
        );
        await page.goto(`/apps/${appId}`);
        await page.getByRole('link', { name: 'Logs', exact: true }).first().click();
        const log = page.getByRole('log');
        await expect(log.getByText('the canary is ••••••')).toBeVisible({ timeout: 30_000 });
        await expect(log.getByText('from a terminal').first()).toBeVisible();
        await expect(page.getByText(/terminal writes to a terminal/)).toBeVisible();
        await expect(page.locator('[data-wire=live]')).toContainText('Live');
        expect(await page.content()).not.toContain(body.value);
        await say('echo said just now');
        await expect(log.getByText('said just now')).toBeVisible();
        await expect(log.getByText('\\x1b[2J and <b>bold</b>').first()).toBeVisible();
        await expect(log.locator('[data-stream=stderr]').first()).toContainText('trouble');
        expect(await accessibilityProblems(page)).toEqual([]);

        await page.getByLabel('Service').selectOption('speaker');
        await expect(page).toHaveURL(/service=speaker/);
        await expect(log.getByText('said just now')).toBeVisible({ timeout: 30_000 });
        await expect(log.locator('[data-service=terminal]')).toHaveCount(0);
        const answer = await admin.get<{ lines: { text: string; stream: string }[] }>(
          `/api/v1/apps/${appId}/logs?service=speaker&tail=5`,
        );
        expect(answer.body.lines).toHaveLength(5);
        const since = new Date(Date.now() + 3_600_000).toISOString();
        const later = await admin.get<{ lines: unknown[] }>(`/api/v1/apps/${appId}/logs?since=${since}`);
        expect(later.body.lines).toEqual([]);
      },
    );

    test('are searched, paused and downloaded', onDebian, async ({ page }) => {
      await page.goto(`/apps/${appId}/logs?service=speaker`);
      const log = page.getByRole('log');
      await expect(log.getByText('the canary is')).toBeVisible({ timeout: 30_000 });
      await page.getByLabel('Search these lines').fill('CANARY');
      await expect(log.locator('mark')).toHaveText(['canary']);
      await expect(page.getByText(/^1 of \d+ lines$/)).toBeVisible();
      await page.getByLabel('Search these lines').fill('/trouble \\d+/');
      await expect(log.locator('[data-stream=stdout]')).toHaveCount(0);
      await page.getByLabel('Search these lines').fill('');
      await page.getByRole('button', { name: 'stderr only' }).click();
      await expect(log.locator('[data-stream=stdout]')).toHaveCount(0);
      await page.getByRole('button', { name: 'stderr only' }).click();

      await say('for i in $(seq 200); do echo filler $i; done');
      await expect(log.getByText('filler 200', { exact: true })).toBeVisible();
      await log.hover();
      await page.mouse.wheel(0, -2_000);
      await expect(page.getByRole('button', { name: 'Follow' })).toHaveAttribute('aria-pressed', 'false');
      await say('echo after the pause');
      await page.getByRole('button', { name: /new lines?$/ }).click();
      await expect(log.getByText('after the pause')).toBeInViewport();

      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download what is loaded' }).click();
      const file = await (await download).path();
      const text = await readFile(file, 'utf8');
      expect(text).toMatch(/^\S+Z stdout the canary is ••••••$/m);
      expect(text).toMatch(/^\S+Z stderr trouble \d+$/m);
    });

    test(
      'of one service take one connection for all who look, and none when nobody does',
      onDebian,
      async ({ page, admin, tomo, browser }) => {
        await page.goto('/apps');
        const before = await connections();
        const opened = [];
        for (let viewers = 0; viewers < 3; viewers++) {
          const context = await browser.newContext({ baseURL: tomo.url });
          const viewer = await context.newPage();
          await carryOver(admin, viewer);
          await viewer.goto(`/apps/${appId}/logs?service=speaker`);
          await expect(viewer.locator('[data-log=ready]')).toBeVisible({ timeout: 30_000 });
          opened.push(context);
        }
        await say('echo heard by all');
        for (const context of opened)
          await expect(context.pages()[0]?.getByText('heard by all') ?? page.getByText('')).toBeVisible();
        expect(await connections()).toBe(before + 1);
        for (const context of opened.slice(1)) await context.close();
        await sleep(1_000);
        expect(await connections()).toBe(before + 1);
        await opened[0]?.close();
        await expect.poll(connections, { timeout: 10_000 }).toBe(before);
      },
    );

    test('stay bounded whatever a container writes', onDebian, async ({ page }) => {
      await page.goto(`/apps/${appId}/logs?service=speaker`);
      const log = page.getByRole('log');
      await expect(page.locator('[data-log=ready]')).toBeVisible({ timeout: 30_000 });
      await say('head -c 1000000 /dev/zero | tr "\\0" x; echo; head -c 3000 /dev/urandom; echo');
      await expect(
        log.getByText(/x{100}.*\[cut: the line is longer than 16 KiB\] \[\d+ bytes in all\]$/),
      ).toBeVisible();
      await say('i=0; while [ $i -lt 20000 ]; do i=$((i+1)); echo flood $i; done');
      await say('echo the flood is over');
      await expect(log.getByText('the flood is over')).toBeVisible({ timeout: 60_000 });
      await expect(log.getByText(/lines were (skipped here|let go of)/).first()).toBeAttached();
      expect(await log.locator('[data-stream]').count()).toBeLessThanOrEqual(5_000);
      await page.getByLabel('Search these lines').fill('the flood is over');
      await expect(log.locator('mark')).toHaveText(['the flood is over']);
    });

    test('say in words why there is nothing to read', onDebian, async ({ admin, page, tomo }) => {
      await page.goto(`/apps/${appId}/logs?service=speaker`);
      await expect(page.locator('[data-log=ready]')).toBeVisible({ timeout: 30_000 });
      await onServer(`docker stop -t 1 ${SPEAKER}`);
      await expect(page.locator('[data-phase=ended]')).toContainText('does not run', { timeout: 20_000 });
      await onServer(`docker start ${SPEAKER}`);
      await expect(page.locator('[data-phase=ended]')).toBeHidden({ timeout: 20_000 });
      await say('echo back again');
      await expect(page.getByRole('log').getByText('back again')).toBeVisible();
      await onServer(`docker rm -f ${SPEAKER}`);
      await expect(page.locator('[data-phase=missing]')).toContainText('has no container', {
        timeout: 20_000,
      });
      await onServer(
        `docker run -d --name ${SPEAKER} --log-driver none --label dev.tomo.instance=${appId} --label com.docker.compose.service=speaker busybox:1.36 sleep 1000`,
      );
      await expect(page.locator('[data-phase=unreadable]')).toContainText('Docker keeps no log', {
        timeout: 20_000,
      });
      await onServer(`docker rm -f ${SPEAKER}`);

      const user = await signIn(tomo, await addPerson(tomo, 'reader', 'user'));
      expect((await user.get(`/api/v1/apps/${appId}/logs`)).status).toBe(403);
      expect((await user.get(`/apps/${appId}/logs`)).status).toBe(404);
      expect((await user.get(`/apps/${appId}`)).text).not.toContain(`/apps/${appId}/logs`);
      await user.dispose();
      await acted(admin, appId, 'removals', { volumes: true });
    });
  });
