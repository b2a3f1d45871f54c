import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import type { Job } from './journeys/jobs';
import {
  accountOf,
  addressOf,
  addServer,
  checkDirectly,
  checkShown,
  fillSignIn,
  lastCheck,
  submitServer,
  trustOnFirstUse,
} from './journeys/servers';
import { stored } from './journeys/stored';
import { expect, test } from './journeys/test';
import { execIn, resetTarget, silentHost, target } from './lab/lab.mjs';
import { makeSshKey } from './support/ssh-keys';
import { startPeer, startRawPeer } from './support/ssh-peer';
import { freePort } from './support/sshd';

/**
 * Adding servers, as people do it: through the form, against real ones and against everything else that may answer at an
 * address. Each way to fail has its own words, and from each there is a way on.
 */
const DEBIAN = 'debian12';
const onDebian = { tag: ['@wire', '@debian12'] };

test.use({ settings: { 'ssh.connect_timeout_seconds': 8 } });

// Another file may have left Docker on it.
test.beforeAll(() => resetTarget(DEBIAN));

test(
  'root with a password: nothing is sent before the key is compared, then the server shows itself',
  onDebian,
  async ({ page, admin }) => {
    const { stdout } = await execIn(DEBIAN, 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub');
    const printed = stdout.trim();
    const fingerprint = /SHA256:\S+/.exec(printed)?.[0] ?? '';
    const id = await addServer(page, { name: 'by password', ...addressOf(DEBIAN), ...accountOf('root') });
    await expect(page.getByText('No credential has been sent.').first()).toBeVisible();
    await expect(page.getByText('Not verified')).toBeVisible();
    await expect(page.getByRole('radio', { name: `ssh-ed25519 ${fingerprint}` })).toBeChecked();
    await expect(page.getByText('ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub')).toBeVisible();

    const pasted = page.getByLabel(/^Fingerprint from the console/);
    await pasted.fill(`256 SHA256:${'A'.repeat(43)} root@elsewhere (ED25519)`);
    await expect(page.getByText(/^No match\. Do not trust this key/)).toBeVisible();
    await expect(page.getByRole('button', { name: /trust this key|Trust on first use/ })).toHaveCount(0);
    await pasted.fill(printed);
    await expect(page.getByText('Match: it is the key that this server shows.')).toBeVisible();
    await page.getByRole('button', { name: 'I compared it, trust this key' }).click();

    await expect(page.getByText('Debian GNU/Linux 12 (bookworm)').first()).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText('compared', { exact: true })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Prepare', exact: true })).toBeVisible();
    const { steps } = await lastCheck(admin, id);
    expect(steps.map(({ key, status }) => `${key} ${status}`)).toEqual(
      ['resolve', 'tcp', 'host_key', 'sign_in', 'privileges', 'facts'].map((key) => `${key} completed`),
    );
    expect(steps[4]?.summary).toBe('root is root');
  },
);

test('deploy with a key behind a passphrase, sudo without a password', onDebian, async ({ page, admin }) => {
  const { deploy } = target(DEBIAN).accounts;
  const server = { name: 'by key', ...addressOf(DEBIAN), ...accountOf('deploy') };
  const locked = { ...server, privateKey: await fileText(deploy.keys.encrypted) };
  await submitServer(page, locked);
  await expect(page.getByText('The private key is protected by a passphrase.')).toBeVisible();
  await expect(page.getByText('Enter the passphrase of the key.')).toBeVisible();
  await page.getByLabel(/^Passphrase/).fill('not the passphrase');
  await page.getByRole('button', { name: 'Add server' }).click();
  await expect(page.getByText('The passphrase does not open this private key.')).toBeVisible();
  await page.getByLabel(/^Passphrase/).fill(deploy.passphrase);
  await page.getByRole('button', { name: 'Add server' }).click();
  await page.waitForURL(/\/servers\/[0-9a-f-]{36}$/);
  await checkShown(page);
  const id = idOf(page);
  await trustOnFirstUse(page);
  await expect(page.getByText('Debian GNU/Linux 12 (bookworm)').first()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('trusted on first use')).toBeVisible();
  expect(stepOf(await lastCheck(admin, id), 'privileges')?.summary).toBe(
    'deploy may use sudo without a password',
  );
});

test(
  'operator with a password that sudo wants again, address pasted in one piece',
  onDebian,
  async ({ page, admin }) => {
    const { host, port } = addressOf(DEBIAN);
    const operator = accountOf('operator');
    await page.goto('/servers/new');
    await page.getByLabel('Name', { exact: true }).fill('by sudo');
    await page.getByLabel('Address').fill(`operator@${host}:${port}`);
    await fillSignIn(page, { ...operator, sudoPassword: operator.password });
    await expect(page.getByLabel('Account', { exact: true })).toHaveValue('operator');
    await page.getByRole('button', { name: 'Add server' }).click();
    await page.waitForURL(/\/servers\/[0-9a-f-]{36}$/);
    await checkShown(page);
    await trustOnFirstUse(page);
    await expect(page.getByText('Debian GNU/Linux 12 (bookworm)').first()).toBeVisible({ timeout: 30_000 });
    expect(stepOf(await lastCheck(admin, idOf(page)), 'privileges')?.summary).toBe(
      'operator may use sudo with a password',
    );
  },
);

test(
  'what answers wrongly or not at all has its own words, and a way on',
  onDebian,
  async ({ page, admin }) => {
    const silent = await silentHost();
    const web = await startRawPeer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const closed = { host: '127.0.0.1', port: await freePort() };
    const failures = [
      {
        at: { host: 'no-such-host.invalid', port: 22 },
        step: 'resolve',
        title: 'Failed at "Resolve the name"',
        message: /^The host name could not be resolved/,
        hint: /spelling of the host name|name servers of the machine/,
      },
      {
        at: closed,
        step: 'tcp',
        title: 'Failed at "Reach the port"',
        message: 'The server refused the connection: nothing listens on that port.',
        hint: 'Check the port, and that the SSH service of the server runs.',
      },
      {
        at: silent,
        step: 'host_key',
        title: 'Failed at "Check the host key"',
        message: 'Something accepted the connection but did not finish the SSH greeting in time.',
        hint: /port belongs to the SSH service/,
      },
      {
        at: web.target,
        step: 'host_key',
        title: 'Failed at "Check the host key"',
        message: 'What answers at this port does not speak SSH.',
        hint: 'Check the port: SSH usually listens on 22.',
      },
    ];
    for (const { at, step, title, message, hint } of failures) {
      const { host, port } = at;
      const id = await addServer(page, { name: `dead ${port}`, host, port, ...accountOf('root') });
      await expect(page.getByText(title)).toBeVisible();
      await expect(page.getByText(message).first()).toBeVisible();
      await expect(page.getByText(hint).first()).toBeVisible();
      await expect(page.locator(`[data-step=${step}][data-status=failed]`)).toBeVisible();
      await expect(page.getByRole('button', { name: /Trust on first use/ })).toHaveCount(0);
      const job = await lastCheck(admin, id);
      await logShows(page, job.id, message, hint);
    }

    // The way on: an SSH server begins to listen where nothing did, and the same check gets further.
    const peer = await startPeer({ port: closed.port });
    const { body } = await admin.get<{ servers: { id: string; name: string }[] }>('/api/v1/servers');
    const revived = body.servers.find(({ name }) => name === `dead ${closed.port}`)?.id;
    await page.goto(`/servers/${revived}`);
    await page.getByRole('button', { name: 'Check again' }).click();
    await expect(page.getByRole('button', { name: 'Trust on first use' })).toBeVisible({ timeout: 15_000 });
    await Promise.all([silent.close(), web.close(), peer.close()]);
  },
);

test(
  'a wrong password is told with its remedy, and correcting it makes the check succeed',
  onDebian,
  async ({ page, admin }) => {
    const right = accountOf('root').password ?? '';
    const server = { ...addressOf(DEBIAN), username: 'fisher', password: 'not the password' };
    const id = await addServer(page, { name: 'wrong password', ...server });
    await trustOnFirstUse(page);
    const message = 'The server refused the password.';
    const hint = 'Check account name and password. Many servers do not let root sign in with a password.';
    await expect(page.getByText('Failed at "Sign in"')).toBeVisible({ timeout: 15_000 });
    await expect(page.getByText(message).first()).toBeVisible();
    await expect(page.getByText(hint).first()).toBeVisible();
    await expect(page.getByText('This server is offline: sign-in refused.')).toBeVisible();
    await logShows(page, (await lastCheck(admin, id)).id, message, hint);
    expect(right).not.toBe('');

    await page.goto(`/servers/${id}/settings`);
    await page.getByText('Replace sign-in').first().click();
    await fillSignIn(page, accountOf('fisher'));
    await page.getByRole('button', { name: 'Replace sign-in' }).click();
    await expect(page.getByText('Replaced. Check the server to try it.')).toBeVisible();
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.waitForURL(/\/activity\//);
    await expect(page.getByText('wrong password was checked.')).toBeVisible({ timeout: 30_000 });
    await page.goto(`/servers/${id}`);
    await expect(page.getByText('This server is offline')).toHaveCount(0);
  },
);

test(
  'an account without any right to become root is refused with the exact remedy, which works',
  onDebian,
  async ({ page, admin }) => {
    const id = await addServer(page, { name: 'no sudo', ...addressOf(DEBIAN), ...accountOf('guest') });
    await trustOnFirstUse(page);
    const message = 'guest has no right to use sudo on this server.';
    const remedy = "echo 'guest ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/tomo";
    await expect(page.getByText('Failed at "Check root rights"')).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText(message).first()).toBeVisible();
    await expect(page.getByText(`As root, allow it: ${remedy}`).first()).toBeVisible();
    await logShows(page, (await lastCheck(admin, id)).id, message, remedy);
    await page.goto(`/servers/${id}`);
    await expect(page.getByText('Needs attention').first()).toBeVisible();
    await expect(
      page.getByText('This server answers, but Tomo cannot work on it: no right to use sudo.'),
    ).toBeVisible();

    await execIn(DEBIAN, remedy);
    await page.goto(`/servers/${id}`);
    await page.getByRole('button', { name: 'Check again' }).click();
    await expect(page.getByText('Debian GNU/Linux 12 (bookworm)').first()).toBeVisible({ timeout: 30_000 });
    await execIn(DEBIAN, 'rm /etc/sudoers.d/tomo');
  },
);

test('an address is added once, and the refusal names who has it', onDebian, async ({ page }) => {
  const server = { host: 'localhost', port: target(DEBIAN).port, ...accountOf('deploy') };
  await addServer(page, { name: 'the first', ...server });
  await submitServer(page, { name: 'the second', ...server });
  await expect(page.getByText('Already added as the first.')).toBeVisible();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('the second');
  await page.getByLabel('Name', { exact: true }).fill('the first');
  await page.getByLabel('Account', { exact: true }).fill('somebody-else');
  await page.getByRole('button', { name: 'Add server' }).click();
  await expect(page.getByText('This name is taken.')).toBeVisible();
});

test(
  'G50 a peer that records everything sees no sign-in before trust and none after another key',
  onDebian,
  async ({ page, admin }) => {
    const port = await freePort();
    const trusted = await startPeer({ port });
    const id = await addServer(page, {
      name: 'recorded',
      host: '127.0.0.1',
      port,
      username: 'deploy',
      password: 'x',
    });
    await expect(page.getByText('No credential has been sent.').first()).toBeVisible();
    expect(trusted.accepted()).toBeGreaterThan(0);
    expect(trusted.authentications, 'before trust').toEqual([]);
    await trustOnFirstUse(page);
    await lastCheck(admin, id);
    expect(trusted.authentications, 'after trust the recorder records').toContain('password');
    await trusted.close();

    const others = {
      'another key': makeSshKey(),
      'a key of another type': makeSshKey(['-t', 'rsa', '-b', '2048']),
    };
    for (const [what, key] of Object.entries(others)) {
      const impostor = await startPeer({ port, hostKeys: [key] });
      await checkDirectly(admin, id);
      expect(impostor.authentications, what).toEqual([]);
      const { body: server } = await admin.get(`/api/v1/servers/${id}`);
      expect(server.state, what).toBe('host_key_changed');
      await impostor.close();
    }
  },
);

test(
  'G50 a changed host key blocks the server until its new key is read on the console',
  onDebian,
  async ({ tomo, page, admin }) => {
    const root = target(DEBIAN).accounts.root;
    const signIn = { username: 'root', privateKey: await fileText(root.privateKeyPath) };
    const server = { name: 'changed key', host: 'localhost', port: target(DEBIAN).port, ...signIn };
    const id = await addServer(page, server);
    await trustOnFirstUse(page);
    await expect(page.getByText('Debian GNU/Linux 12 (bookworm)').first()).toBeVisible({ timeout: 30_000 });
    const before = await fingerprintOnConsole();
    await execIn(
      DEBIAN,
      'cp -a /etc/ssh /root/ssh-before; rm /etc/ssh/ssh_host_*; ssh-keygen -A; echo LogLevel VERBOSE >/etc/ssh/sshd_config.d/journey.conf; systemctl restart ssh',
    );
    try {
      const after = await fingerprintOnConsole();
      const { stdout: now } = await execIn(DEBIAN, 'date +%s.%N');
      await page.reload();
      await page.getByRole('button', { name: 'Check now' }).click();
      await page.waitForURL(/\/activity\//);
      const message = 'The server shows another host key than the accepted one. No password or key was sent.';
      await expect(page.getByText(message).first()).toBeVisible({ timeout: 15_000 });

      for (const tab of ['', '/metrics', '/preparations', '/settings']) {
        await page.goto(`/servers/${id}${tab}`);
        const notice = page.getByRole('main');
        await expect(
          notice.getByText('The host key of this server changed. Nothing is sent to it.'),
        ).toBeVisible();
        await expect(notice.getByText(before).first()).toBeVisible();
        await expect(notice.getByText(after).first()).toBeVisible();
        await expect(page.getByRole('button', { name: /^(Prepare|Start preparation)$/ })).toHaveCount(0);
      }
      const refused = await admin.post(`/api/v1/servers/${id}/preparations`);
      expect(refused.body).toMatchObject({ status: 409, reason: 'host_key_changed' });
      await checkDirectly(admin, id);
      const { stdout: journal } = await execIn(DEBIAN, `journalctl -u ssh -o cat --since=@${now.trim()}`);
      expect(journal, 'the server saw connections').toMatch(/Connection from/);
      expect(journal, 'and no sign-in').not.toMatch(/Accepted|Failed|Postponed|userauth|invalid/i);

      await page.getByRole('button', { name: 'Accept the new key' }).click();
      const dialog = page.getByRole('alertdialog');
      const accept = dialog.getByRole('button', { name: 'Accept the new key' });
      await dialog.getByLabel('Fingerprint read on the console').fill(before);
      await dialog.getByLabel('Your password', { exact: true }).fill('not my password');
      await accept.click();
      await expect(dialog.getByText('This is not your password.')).toBeVisible();
      await dialog.getByLabel('Your password', { exact: true }).fill('vivid otter lantern 42');
      await accept.click();
      await expect(
        dialog.getByText(/^The pasted key is not the key that this server shows/).first(),
      ).toBeVisible();
      await dialog.getByLabel('Fingerprint read on the console').fill(after);
      await accept.click();
      await expect(dialog).toBeHidden();
      await expect(page.getByText('The host key of this server changed.')).toHaveCount(0);
      expect((await checkDirectly(admin, id)).state.status).toBe('completed');
      const audit = await stored(
        tomo,
        'SELECT action, outcome FROM audit_log WHERE entity_id = ? ORDER BY seq',
        [id],
      );
      expect(audit.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual(
        expect.arrayContaining(['host_key_trust ok', 'host_key_mismatch denied', 'host_key_replace ok']),
      );
    } finally {
      await execIn(DEBIAN, 'rm -r /etc/ssh; mv /root/ssh-before /etc/ssh; systemctl restart ssh');
    }
  },
);

async function fingerprintOnConsole(): Promise<string> {
  const { stdout } = await execIn(DEBIAN, 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub');
  return /SHA256:\S+/.exec(stdout)?.[0] ?? '';
}

/** The page of the job tells the same in its log. */
async function logShows(
  page: Page,
  jobId: string,
  message: string | RegExp,
  hint: string | RegExp,
): Promise<void> {
  const back = page.url();
  await page.goto(`/activity/${jobId}`);
  await expect(page.getByRole('log').getByText(message)).toBeVisible();
  await expect(page.getByRole('log').getByText(hint)).toBeVisible();
  await page.goto(back);
}

const stepOf = ({ steps }: Job, key: string) => steps.find((step) => step.key === key);
const idOf = (page: Page) => page.url().split('/').at(-1) ?? '';
const fileText = (file: string | null) => readFile(file ?? '', 'utf8');
