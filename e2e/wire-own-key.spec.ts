import { jobEnd, type Started } from './journeys/jobs';
import { accountOf, addressOf, addServerDirectly, checkDirectly, checkShown } from './journeys/servers';
import { stored } from './journeys/stored';
import { expect, test } from './journeys/test';
import { execIn } from './lab/lab.mjs';
import { startPeer } from './support/ssh-peer';

/** The key that Tomo makes for itself, ways over another server, and the way out, on accounts made for these tests. */
const DEBIAN = 'debian13d';
const onDebian = { tag: ['@wire', `@${DEBIAN}`] };
// Each of them is several jobs in a row.
test.describe.configure({ timeout: 4 * 60_000 });
const PASSWORD = 'used once: "é $x';
const ADMIN = 'vivid otter lantern 42';

async function makeAccount(name: string): Promise<void> {
  const made = await execIn(
    DEBIAN,
    `userdel -rf ${name} 2>/dev/null; useradd -m -s /bin/sh ${name} && chpasswd && echo '${name} ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/${name}`,
    { input: `${name}:${PASSWORD}\n` },
  );
  expect(made, made.stderr).toMatchObject({ code: 0 });
}
const removeAccount = (name: string) => execIn(DEBIAN, `userdel -rf ${name}; rm -f /etc/sudoers.d/${name}`);
const keysOf = async (name: string) =>
  (await execIn(DEBIAN, `cat /home/${name}/.ssh/authorized_keys`)).stdout;

test(
  'a key made by Tomo is added with the password, once: one line, tried, and the password is nowhere',
  onDebian,
  async ({ page, admin, tomo }) => {
    const name = 'wirekey';
    await makeAccount(name);
    const foreign = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFOREIGN somebody';
    await execIn(
      DEBIAN,
      `install -d -m 700 -o ${name} /home/${name}/.ssh; printf %s '${foreign}' >/home/${name}/.ssh/authorized_keys; chown ${name} /home/${name}/.ssh/authorized_keys; chmod 600 /home/${name}/.ssh/authorized_keys`,
    );
    const { host, port } = addressOf(DEBIAN);
    await page.goto('/servers/new');
    await page.getByLabel('Name', { exact: true }).fill('own key');
    await page.getByLabel('Address').fill(host);
    await page.getByLabel('Port').fill(String(port));
    await page.getByLabel('Account', { exact: true }).fill(name);
    await page.getByRole('radio', { name: /^Tomo's own key/ }).check();
    await page.getByRole('button', { name: 'Add server' }).click();
    await page.waitForURL(/\/servers\/[0-9a-f-]{36}$/);
    await checkShown(page);
    const id = page.url().split('/').at(-1) ?? '';
    await expect(page.getByText(/^ssh-ed25519 AAAA\S+ tomo-own-key-\d{4}-\d\d-\d\d$/)).toBeVisible();
    await expect(
      page.getByText('Confirm the host key first: no password is sent before that.'),
    ).toBeVisible();
    await page.getByRole('button', { name: 'Trust on first use' }).click();

    const password = page.getByRole('textbox', { name: `Or let Tomo add it: password of ${name}` });
    await password.fill('not the password');
    await page.getByRole('button', { name: 'Add the key with this password' }).click();
    await page.waitForURL(/\/activity\//);
    await expect(page.getByText('The server refused the password.').first()).toBeVisible({ timeout: 30_000 });
    expect(await keysOf(name)).toBe(foreign);

    await page.goto(`/servers/${id}`);
    await password.fill(PASSWORD);
    await page.getByRole('button', { name: 'Add the key with this password' }).click();
    await page.waitForURL(/\/activity\//);
    await expect(page.getByText('Tomo signs in to own key with its own key.')).toBeVisible({
      timeout: 30_000,
    });
    const [before, line, end] = (await keysOf(name)).split('\n');
    expect([before, end]).toEqual([foreign, '']);
    expect(line).toMatch(/^ssh-ed25519 AAAA\S+ tomo-own-key-/);
    expect((await execIn(DEBIAN, `passwd -l ${name}`)).code).toBe(0);
    expect((await checkDirectly(admin, id)).state.status).toBe('completed');
    for (const table of ['jobs', 'job_steps', 'job_logs', 'audit_log', 'server_credentials', 'servers']) {
      const rows = JSON.stringify(await stored(tomo, `SELECT * FROM ${table}`, []));
      expect(rows.includes('used once:'), table).toBe(false);
    }

    // And out again: exactly that line goes, then the server.
    await page.goto(`/servers/${id}/settings`);
    await page.getByRole('button', { name: 'Remove from Tomo' }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByLabel("Remove Tomo's key from authorized_keys").check();
    await expect(dialog.getByText("On the server: the line of Tomo's key")).toBeVisible();
    await dialog.getByLabel(/^Type own key/).fill('own key');
    await dialog.getByLabel('Your password', { exact: true }).fill(ADMIN);
    await dialog.getByRole('button', { name: 'Remove from Tomo' }).click();
    await page.waitForURL(/\/activity\//);
    await expect(page.getByText('own key is removed from Tomo.')).toBeVisible({ timeout: 30_000 });
    expect(await keysOf(name)).toBe(`${foreign}\n`);
    expect((await admin.get(`/api/v1/servers/${id}`)).status).toBe(404);
    await removeAccount(name);
  },
);

test(
  'a password that works is exchanged for a key of Tomo; a linked authorized_keys is refused and nothing changes',
  onDebian,
  async ({ admin }) => {
    const name = 'wireswap';
    await makeAccount(name);
    const server = { name: 'swap', ...addressOf(DEBIAN), username: name, password: PASSWORD };
    const id = await addServerDirectly(admin, server);
    const install = async () => {
      const started = await admin.post<Started>(`/api/v1/servers/${id}/key-installations`, {});
      expect(started.status, started.text).toBe(202);
      return jobEnd(admin, started.body.jobId);
    };
    await execIn(
      DEBIAN,
      `su ${name} -c 'mkdir -m 700 ~/.ssh; touch ~/real; ln -s ~/real ~/.ssh/authorized_keys'`,
    );
    const refused = await install();
    expect(refused.state).toMatchObject({
      status: 'failed',
      errorMessage: 'authorized_keys of the account is a link. Tomo follows none.',
    });
    expect((await execIn(DEBIAN, `cat /home/${name}/real`)).stdout).toBe('');
    expect((await checkDirectly(admin, id)).state.status, 'the password still signs in').toBe('completed');

    await execIn(DEBIAN, `rm /home/${name}/.ssh/authorized_keys`);
    const done = await install();
    expect(done.state, JSON.stringify(done)).toMatchObject({ status: 'completed' });
    expect(done.steps.map(({ summary }) => summary)).toContain('Stored; the password was forgotten');
    // A second time makes a new key, and takes the one before it out.
    const first = await keysOf(name);
    expect((await install()).state.status).toBe('completed');
    const second = await keysOf(name);
    expect(second).not.toBe(first);
    expect(second.trim().split('\n')).toHaveLength(1);
    await removeAccount(name);
  },
);

test(
  'a server is reached through another one, may move there, and holds its way until it is let go',
  onDebian,
  async ({ page, admin }) => {
    const bastion = await addServerDirectly(admin, {
      name: 'bastion',
      ...addressOf(DEBIAN),
      ...accountOf('root'),
    });
    const inside = { host: '127.0.0.1', port: 22 };
    const inner = await addServerDirectly(admin, {
      name: 'inner',
      ...inside,
      ...accountOf('operator'),
      sudoPassword: accountOf('operator').password,
      jumpServerId: bastion,
    });
    await page.goto(`/servers/${inner}`);
    await expect(page.getByText('through bastion')).toBeVisible();
    await expect(page.getByText('Debian GNU/Linux 13 (trixie)').first()).toBeVisible();

    // Where the trusted key answers, a move changes the way and nothing else.
    const moving = await addServerDirectly(admin, {
      name: 'moving',
      ...addressOf(DEBIAN),
      ...accountOf('deploy'),
    });
    await page.goto(`/servers/${moving}/settings`);
    await page.getByRole('textbox', { name: 'Address' }).fill(inside.host);
    await page.getByLabel('Port').fill(String(inside.port));
    await page.getByLabel('Jump host').selectOption({ label: 'bastion' });
    await page.getByRole('button', { name: 'Look there and move' }).click();
    await page.waitForURL(/\/activity\//);
    await expect(page.getByText(/The trusted host key answers there/).first()).toBeVisible({
      timeout: 30_000,
    });
    expect((await checkDirectly(admin, moving)).state.status).toBe('completed');

    await page.goto(`/servers/${bastion}/settings`);
    await page.getByRole('button', { name: 'Remove from Tomo' }).click();
    const dialog = page.getByRole('alertdialog');
    await expect(dialog.getByText(/It is the jump host of inner, moving/)).toBeVisible();
    await dialog.getByLabel(/^Type bastion/).fill('bastion');
    await dialog.getByLabel('Your password', { exact: true }).fill(ADMIN);
    await dialog.getByRole('button', { name: 'Remove from Tomo' }).click();
    await expect(dialog.getByText('bastion is the jump host of inner, moving.')).toBeVisible();

    // Where a stranger answers, trust and secrets end, and nothing was sent.
    const stranger = await startPeer();
    const { port } = stranger.target;
    const move = await admin.post<Started>(`/api/v1/servers/${moving}/moves`, { host: '127.0.0.1', port });
    expect((await jobEnd(admin, move.body.jobId)).state.status).toBe('completed');
    const { body } = await admin.get(`/api/v1/servers/${moving}`);
    expect(body).toMatchObject({ state: 'not_verified', jump: null });
    expect(stranger.authentications.filter((method) => method !== 'none')).toEqual([]);
    await page.goto(`/servers/${moving}/settings`);
    await expect(page.getByText('No sign-in is stored.')).toBeVisible();
    await stranger.close();
  },
);
