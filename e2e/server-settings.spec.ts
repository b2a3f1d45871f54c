import { createHash } from 'node:crypto';
import { deploy, freshPreparedServer, jobSucceeded, printed, starterId } from './journeys/deploying';
import { jobEnd, type Started } from './journeys/jobs';
import { accountOf, addressOf, addServer, addServerDirectly, fillSignIn } from './journeys/servers';
import { stored } from './journeys/stored';
import { expect, test } from './journeys/test';
import { execIn, target } from './lab/lab.mjs';
import { makeSshKey } from './support/ssh-keys';
import { startPeer } from './support/ssh-peer';
import { freePort, startSshd, type TestSshd } from './support/sshd';

/** What a server has of its own, what is done where it cannot be done again, and the way out with everything taken along. */
const DEBIAN = 'debian13b';
const onDebian = { tag: ['@wire', `@${DEBIAN}`] };
const everywhere = { tag: '@wire' };
const ADMIN = 'vivid otter lantern 42';

test.use({ settings: { 'ssh.connect_timeout_seconds': 8 } });

const ledger = (tomo: Parameters<typeof stored>[0], action: string, name: string) =>
  stored(
    tomo,
    'SELECT old_value, new_value FROM audit_log WHERE action = ? AND entity_name = ? ORDER BY seq',
    [action, name],
  );

test(
  'G51 a server with old algorithms only is let in by an administrator who was told the price, and bears the mark',
  everywhere,
  async ({ page, admin, tomo }) => {
    const algorithms = {
      kex: ['diffie-hellman-group14-sha1'],
      serverHostKey: ['ssh-rsa'],
      cipher: ['aes128-cbc'],
      hmac: ['hmac-sha1'],
    };
    const hostKeys = [makeSshKey(['-t', 'rsa', '-b', '2048', '-m', 'PEM'])];
    const old = await startPeer({ hostKeys, algorithms: algorithms as never });
    const { host, port } = old.target;
    const id = await addServer(page, { name: 'attic', host, port, ...accountOf('root') });
    await expect(page.getByText('This server offers only outdated algorithms.')).toBeVisible();
    // Nobody allows it in advance, nor past the page.
    const early = await addServer(page, {
      name: 'elsewhere',
      host,
      port: await freePort(),
      ...accountOf('root'),
    });
    await expect(page.getByRole('button', { name: 'Allow old algorithms' })).toHaveCount(0);
    expect(await admin.act('allowOldAlgorithmsAction', { serverId: early, allow: 'yes' })).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    });

    await page.goto(`/servers/${id}`);
    await page.getByRole('button', { name: 'Allow old algorithms' }).click();
    const dialog = page.getByRole('alertdialog');
    await expect(dialog.getByText(/SHA-1 signatures and checksums, CBC ciphers/)).toBeVisible();
    await dialog.getByLabel('Your password', { exact: true }).fill(ADMIN);
    await dialog.getByRole('button', { name: 'Allow for this server' }).click();
    await page.waitForURL(/\/activity\//);
    await expect(page.locator('[data-step=host_key][data-status=completed]')).toBeVisible({
      timeout: 30_000,
    });
    await page.goto(`/servers/${id}`);
    await expect(page.getByText('Old algorithms allowed')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Trust on first use' })).toBeVisible();
    expect(old.authentications).toEqual([]);
    await page.goto('/servers?mark=old_algorithms');
    await expect(page.getByRole('row', { name: /attic/ })).toContainText('Old algorithms allowed');
    await expect(page.getByRole('row', { name: /elsewhere/ })).toHaveCount(0);

    await page.goto(`/servers/${id}/settings`);
    await page.getByRole('button', { name: 'Forbid old algorithms' }).click();
    await dialog.getByLabel('Your password', { exact: true }).fill(ADMIN);
    await dialog.getByRole('button', { name: 'Forbid old algorithms' }).click();
    await expect(page.getByText('Old algorithms allowed')).toHaveCount(0);
    expect(
      (await ledger(tomo, 'configure', 'attic')).map(({ new_value }) => JSON.parse(String(new_value))),
    ).toEqual([{ old_algorithms: true }, { old_algorithms: false }]);
    await old.close();
  },
);

test('G51 a server with group exchange only is never let in', everywhere, async ({ page }) => {
  const kex = ['diffie-hellman-group-exchange-sha256'];
  const peer = await startPeer({ algorithms: { kex } as never });
  const { host, port } = peer.target;
  await addServer(page, { name: 'exchange', host, port, ...accountOf('root') });
  await expect(
    page.getByText(/^The server offers only algorithms that Tomo never uses/).first(),
  ).toBeVisible();
  await expect(page.getByRole('button', { name: 'Allow old algorithms' })).toHaveCount(0);
  expect(peer.authentications).toEqual([]);
  await peer.close();
});

test(
  'a move that failed is tried again from its page, with the password; a key that needs one leads to where it is entered',
  everywhere,
  async ({ page, admin }) => {
    const peer = await startPeer();
    const later = await freePort();
    const { host, port } = peer.target;
    const id = await addServer(page, { name: 'mover', host, port, ...accountOf('root') });
    const started = await admin.post<Started>(`/api/v1/servers/${id}/moves`, { host, port: later });
    expect((await jobEnd(admin, started.body.jobId)).state).toMatchObject({ status: 'failed' });
    await page.goto(`/activity/${started.body.jobId}`);
    const there = await startPeer({ port: later });
    await page.getByRole('button', { name: 'Retry' }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByLabel('Your password', { exact: true }).fill(ADMIN);
    await dialog.getByRole('button', { name: 'Retry' }).click();
    await expect(page).not.toHaveURL(new RegExp(started.body.jobId));
    await jobSucceeded(page);
    expect((await admin.get(`/api/v1/servers/${id}`)).body).toMatchObject({ port: later });
    await page.goto(`/activity/${started.body.jobId}`);
    await expect(page.getByText('This was tried again.')).toBeVisible();
    await Promise.all([peer.close(), there.close()]);
  },
);

test.describe
  .serial('a pasted known_hosts', () => {
    let sshd: TestSshd;
    test.beforeAll(async () => {
      sshd = await startSshd(['ListenAddress 0.0.0.0']);
    });
    test.afterAll(() => sshd.close());

    test(
      'makes the keys of a pasted list compared ones: those servers are signed in to, the others wait',
      everywhere,
      async ({ page, tomo, admin }) => {
        if (sshd.auth.kind !== 'key') throw new Error('the test server signs in with a key');
        const { port } = sshd.target;
        const { type, blob } = sshd.hostKeys.ed25519;
        await page.goto('/servers/several');
        await page
          .getByRole('textbox', { name: 'Servers' })
          .fill(`known,127.8.0.1,${port},root\nforged,127.8.0.2,${port},root\nopen,127.8.0.3,${port},root`);
        const known = page.getByRole('textbox', { name: /^known_hosts/ });
        await known.fill('this is no key');
        await fillSignIn(page, { privateKey: sshd.auth.privateKey.reveal() });
        await page.getByRole('button', { name: 'Add servers' }).click();
        await expect(
          page.getByText('No key of a known_hosts file was found in this text.').first(),
        ).toBeVisible();
        const other = makeSshKey();
        await known.fill(
          `[127.8.0.1]:${port} ${type} ${blob}\n[127.8.0.2]:${port} ${other.type} ${other.blob}\n`,
        );
        await page.getByRole('button', { name: 'Add servers' }).click();
        await expect(page.getByRole('heading', { name: '3 of 3 added' })).toBeVisible();
        await expect(page.locator('[data-line="1"]')).toContainText('Host key compared, from known_hosts');
        await expect(page.locator('[data-line="3"]')).toContainText('Host key to be confirmed');
        await page.getByRole('link', { name: 'Follow the checks' }).click();

        const stateOf = async (name: string) => {
          const { body } = await admin.get<{ servers: { name: string; state: string }[] }>(
            '/api/v1/servers?size=100',
          );
          return body.servers.find((server) => server.name === name)?.state;
        };
        await expect.poll(() => stateOf('known'), { timeout: 30_000 }).toMatch(/online|needs_attention/);
        // A line that is not true protects: nothing is sent to who shows another key.
        await expect.poll(() => stateOf('forged'), { timeout: 30_000 }).toBe('host_key_changed');
        expect(await stateOf('open')).toBe('not_verified');
        const print = createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64');
        const [row] = await ledger(tomo, 'host_key_trust', 'known');
        expect(JSON.parse(String(row?.new_value))).toEqual({
          fingerprint: `SHA256:${print.replace(/=+$/, '')}`,
          trust: 'verified',
          from: 'a pasted known_hosts line',
        });
      },
    );
  });

test.describe
  .serial('a server with apps', () => {
    let serverId = '';
    const authorized = async () => (await execIn(DEBIAN, 'cat /root/.ssh/authorized_keys')).stdout;

    test('its own thresholds decide when it needs attention', onDebian, async ({ page, admin, tomo }) => {
      test.setTimeout(480_000);
      // Other alerts may be open as well: the machine under the lab is busy.
      const diskAlert = async () => {
        const [row] = await stored(
          tomo,
          "SELECT json_extract(alerts, '$.disk.level') AS level FROM servers WHERE id = ?",
          [serverId],
        );
        return row?.level;
      };
      serverId = await freshPreparedServer(admin, DEBIAN);
      await page.goto(`/servers/${serverId}/settings`);
      const disk = page.getByRole('group', { name: 'Disk' });
      await disk.getByLabel('Warning from').fill('3');
      await disk.getByLabel('Critical from').fill('2');
      await page.getByRole('button', { name: 'Save thresholds' }).click();
      await expect(page.getByText('Lower than critical').first()).toBeVisible();
      await disk.getByLabel('Warning from').fill('1');
      await page.getByLabel(/^Held for, in minutes/).fill('1');
      await page.getByRole('button', { name: 'Save thresholds' }).click();
      await expect(page.getByText('Saved. They count from the next measured minute.')).toBeVisible();
      await expect.poll(diskAlert, { timeout: 240_000 }).toBe('critical');
      expect((await admin.get(`/api/v1/servers/${serverId}`)).body).toMatchObject({
        state: 'needs_attention',
      });
      await page.goto('/');
      await expect(page.getByText('Needs attention').first()).toBeVisible();
      // The marks on the bars are those of this server, in the list as on its page.
      for (const address of ['/servers', `/servers/${serverId}`, '/']) {
        await page.goto(address);
        await expect(page.locator('[role=meter][aria-valuetext*="warning at 1"]').first()).toBeAttached();
      }

      await page.goto(`/servers/${serverId}/settings`);
      await disk.getByLabel('Warning from').fill('');
      await disk.getByLabel('Critical from').fill('');
      await page.getByRole('button', { name: 'Save thresholds' }).click();
      await expect(page.getByText('Saved. They count from the next measured minute.')).toBeVisible();
      await expect.poll(diskAlert, { timeout: 240_000 }).toBeNull();
      const changes = await ledger(tomo, 'configure', DEBIAN);
      expect(changes.map(({ new_value }) => JSON.parse(String(new_value)))).toEqual([
        { thresholds: { disk: { warning: 1, critical: 2 }, minutes: 1 } },
        { thresholds: { minutes: 1 } },
      ]);
    });

    test(
      'an account of the group docker that cannot become root is told what it may and what is missing',
      onDebian,
      async ({ page, admin }) => {
        await execIn(DEBIAN, 'usermod -aG docker guest');
        const { username, password } = accountOf('guest');
        const made = await admin.act<{ serverId: string }>('createServerAction', {
          name: 'docker group',
          ...addressOf(DEBIAN),
          port: String(target(DEBIAN).port),
          authType: 'password',
          username,
          password,
        });
        const id = made.data?.serverId ?? '';
        await page.goto(`/servers/${id}`);
        await page
          .getByRole('button', { name: 'Check again' })
          .or(page.getByText('Verify this server'))
          .first()
          .waitFor();
        await page
          .getByRole('button', { name: /^Check/ })
          .first()
          .click();
        await page.getByRole('button', { name: 'Trust on first use' }).click({ timeout: 30_000 });
        await expect(
          page.getByText('guest may use Docker on this server, but has no way to become root.').first(),
        ).toBeVisible({ timeout: 30_000 });
        await expect(page.getByText(/Preparing it, deploying apps/).first()).toBeVisible();
        await expect(
          page.getByText(/echo 'guest ALL=\(ALL\) NOPASSWD: ALL' > \/etc\/sudoers\.d\/tomo/).first(),
        ).toBeVisible();
        await execIn(DEBIAN, 'gpasswd -d guest docker');
        expect(
          await admin.act('removeServerAction', { serverId: id, confirmName: 'docker group' }),
        ).toMatchObject({
          status: 200,
        });
      },
    );

    test(
      'is removed with its apps, their data and the key of Tomo; what others put there stays',
      onDebian,
      async ({ page, admin, tomo }) => {
        test.setTimeout(300_000);
        await execIn(
          DEBIAN,
          'docker run -d --name foreign -v foreign_data:/data busybox:1.36 sleep 100000; echo "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFOREIGN somebody" >>/root/.ssh/authorized_keys',
        );
        const before = await authorized();
        const key = await admin.post<Started>(`/api/v1/servers/${serverId}/key-installations`, {});
        expect((await jobEnd(admin, key.body.jobId, 60_000)).state).toMatchObject({ status: 'completed' });
        expect((await authorized()).length).toBeGreaterThan(before.length);
        await deploy(admin, {
          applicationId: await starterId(admin, 'redis'),
          serverId,
          instanceName: 'store',
          ports: [{ id: 'redis', port: target(DEBIAN).webPorts[0], bind: 'loopback' }],
        });
        expect(await printed(DEBIAN, 'docker volume ls -q')).toContain('store_data');

        await page.goto(`/servers/${serverId}/settings`);
        await page.getByRole('button', { name: 'Remove from Tomo' }).click();
        const dialog = page.getByRole('alertdialog');
        await expect(dialog.getByText('All volumes and files of apps')).toBeVisible();
        await dialog.getByRole('radio', { name: /^Uninstall them and delete their data/ }).check();
        await dialog.getByLabel("Remove Tomo's key from authorized_keys").check();
        await expect(dialog.getByText(/On the server: all volumes of Redis/)).toBeVisible();
        await expect(dialog.getByText('All volumes and files of apps')).toHaveCount(0);
        await dialog.getByLabel(new RegExp(`^Type ${DEBIAN}`)).fill(DEBIAN);
        await dialog.getByLabel('Your password', { exact: true }).fill(ADMIN);
        await dialog.getByRole('button', { name: 'Remove from Tomo' }).click();
        await jobSucceeded(page);
        await expect(page.getByText(`${DEBIAN} is removed from Tomo.`)).toBeVisible();

        expect((await admin.get(`/api/v1/servers/${serverId}`)).status).toBe(404);
        expect(await printed(DEBIAN, 'docker ps -a --format "{{.Names}}"')).toBe('foreign');
        expect(await printed(DEBIAN, 'docker volume ls -q')).toBe('foreign_data');
        expect(await printed(DEBIAN, 'ls /opt/tomo/apps')).toBe('');
        expect(await authorized()).toBe(before);
        const outcomes = await stored(
          tomo,
          "SELECT outcome FROM audit_log WHERE action = 'delete' AND entity_name = ? ORDER BY seq",
          [DEBIAN],
        );
        expect(outcomes.map(({ outcome }) => outcome)).toEqual(['intent', 'ok']);
        for (const table of ['servers', 'server_credentials', 'installed_apps', 'server_metrics'])
          expect(
            await stored(
              tomo,
              `SELECT 1 FROM ${table} WHERE ${table === 'servers' ? 'id' : 'server_id'} = ?`,
              [serverId],
            ),
            table,
          ).toEqual([]);
        // Nobody has the key any more: the way back is a new sign-in.
        serverId = await addServerDirectly(admin, {
          name: 'again',
          ...addressOf(DEBIAN),
          ...accountOf('root'),
        });
      },
    );
  });
