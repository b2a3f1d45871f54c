import type { Page } from '@playwright/test';
import type { Api } from './journeys/api';
import { type Job, jobEnd, storedLines } from './journeys/jobs';
import { addPerson, signIn } from './journeys/people';
import { prepared, proof, stateOf } from './journeys/preparing';
import { accountOf, addressOf, addServerDirectly, checkDirectly } from './journeys/servers';
import { stored } from './journeys/stored';
import { expect, test } from './journeys/test';
import { execIn, resetTarget, target } from './lab/lab.mjs';

/**
 * Everything that a preparation can do beside Docker, chosen on its page: an open firewall port, security upgrades, an account
 * of its own for Tomo. Clock and swap of a container are those of its host: here their steps can only say so.
 */
const SERVER = 'debian13';
const on = { tag: ['@preparation', '@debian13'] };

test.setTimeout(240_000);

test.describe
  .serial('every option', () => {
    let serverId = '';
    let before: Record<string, string> = {};

    test(
      'is shown by a dry run as it is chosen on the page, and nothing is changed',
      on,
      async ({ page, admin }) => {
        await resetTarget(SERVER);
        await execIn(
          SERVER,
          'apt-get -q update && apt-get -qy --no-install-recommends install ufw && ufw allow 22/tcp && ufw --force enable',
        );
        serverId = await addServerDirectly(admin, {
          name: 'chosen',
          ...addressOf(SERVER),
          ...accountOf('root'),
        });
        before = await stateOf(SERVER);
        await choose(page, serverId);
        await page.getByRole('button', { name: 'Show plan' }).click();
        const job = await shown(page, admin);
        for (const [step, words] of [
          ['firewall', 'Would open 80/tcp in ufw'],
          ['swap', 'Skipped: the swap of a container is that of its host'],
          ['time_sync', 'Skipped: the clock of a container is that of its host'],
          ['security_upgrades', 'Would install security upgrades unattended from now on'],
          ['own_account', 'let it use sudo without a password and put it into the group docker'],
          ['own_sign_in', 'sign in as tomo from then on and forget the sign-in as root'],
        ] as const)
          await expect(page.locator(`[data-step=${step}]`), job.id).toContainText(words);
        const log = page.getByRole('log');
        await expect(log.getByText(/^visudo -c|visudo -c -q -f/).first()).toBeAttached();
        expect(await stateOf(SERVER)).toEqual(before);
      },
    );

    test(
      'is done, and Tomo signs in by an account and a key of its own from then on',
      on,
      async ({ tomo, page, admin }) => {
        await choose(page, serverId);
        await page.getByRole('button', { name: 'Start preparation' }).click();
        await expect(page.getByText(/^chosen is prepared\./)).toBeVisible({ timeout: 120_000 });
        const job = await shown(page, admin);
        await expect(page.locator('[data-step=own_sign_in]')).toContainText(
          'Tomo signs in as tomo, with a key of its own; the sign-in as root is forgotten',
        );
        expect(await proof(SERVER)).toMatchObject(prepared);
        const { stdout } = await execIn(
          SERVER,
          `ufw status | grep -c '^80/tcp .*ALLOW'
         apt-config dump APT::Periodic::Unattended-Upgrade
         id -nG tomo; sudo -l -U tomo | tail -n 1
         getent shadow tomo | cut -d : -f 2
         stat -c '%a %U %n' /home/tomo /home/tomo/.ssh /home/tomo/.ssh/authorized_keys /etc/sudoers.d/91-tomo-tomo`,
        );
        expect(stdout.split('\n').map((line) => line.trim())).toEqual([
          '2',
          'APT::Periodic::Unattended-Upgrade "1";',
          'tomo docker',
          '(ALL : ALL) NOPASSWD: ALL',
          '*',
          '700 tomo /home/tomo',
          '700 tomo /home/tomo/.ssh',
          '600 tomo /home/tomo/.ssh/authorized_keys',
          '440 root /etc/sudoers.d/91-tomo-tomo',
          '',
        ]);

        // Nothing of the former sign-in is left, and the ledger tells who changed it and what came in its place.
        const [server] = await stored(
          tomo,
          `SELECT s.username, s.sudo_mode AS sudo, c.kind, c.encrypted_data AS sealed FROM servers s
         JOIN server_credentials c ON c.server_id = s.id WHERE s.id = ?`,
          [serverId],
        );
        expect(server).toMatchObject({ username: 'tomo', sudo: 'passwordless', kind: 'generated_key' });
        expect(Object.keys(JSON.parse(String(server?.sealed)))).toEqual(['private_key']);
        const [entry] = await stored(
          tomo,
          "SELECT actor_name AS actor, actor_type AS type, outcome, old_value AS old, new_value AS new FROM audit_log WHERE entity_type = 'server' AND action = 'credential_change' AND job_id = ?",
          [job.id],
        );
        expect(entry).toMatchObject({ type: 'user', outcome: 'ok' });
        expect(JSON.parse(String(entry?.old))).toMatchObject({ username: 'root', sign_in: 'password' });
        expect(JSON.parse(String(entry?.new))).toMatchObject({ username: 'tomo', sign_in: 'generated_key' });
        const printed = JSON.stringify(await storedLines(tomo, job.id));
        expect(printed).not.toContain(target(SERVER).accounts.root.password);
        expect((await checkDirectly(admin, serverId)).state.status, 'by the new sign-in').toBe('completed');
        const { stdout: ledger } = await execIn(
          SERVER,
          'journalctl -u ssh -o cat | grep -c "Accepted publickey for tomo"',
        );
        expect(Number(ledger)).toBeGreaterThan(0);

        await page.goto(`/servers/${serverId}/preparations`);
        const row = page.getByRole('row', { name: /Preparation.*Succeeded/ });
        for (const words of ['recommended settings', 'open 80/tcp', 'swap 512 MB', 'account tomo'])
          await expect(row).toContainText(words);
      },
    );

    test(
      'an own account is not for everybody, and never another one than its own',
      on,
      async ({ tomo, admin, page }) => {
        const operator = await signIn(tomo, await addPerson(tomo, 'cannot', 'operator'));
        const path = `/api/v1/servers/${serverId}/preparations`;
        const refused = await operator.post(path, { ownAccount: 'tomo' });
        expect(refused.status, refused.text).toBe(403);
        await operator.dispose();
        for (const name of ['root', 'to mo', '-r', 'Tomo', '../x'])
          expect((await admin.post(path, { ownAccount: name })).status, name).toBe(422);

        await page.goto(`/servers/${serverId}/preparations`);
        await page.getByRole('radio', { name: /^Minimal/ }).check();
        await page.getByRole('radio', { name: /^The distribution's packages/ }).check();
        await page.getByText('Options', { exact: true }).first().click();
        await page.getByRole('checkbox', { name: 'Give Tomo an account of its own' }).check();
        await page.getByLabel('Name of the account').fill('guest');
        await page.getByRole('button', { name: 'Show plan' }).click();
        const job = await shown(page, admin);
        expect(job.state).toMatchObject({ status: 'failed', errorCode: 'account_exists' });
        await expect(
          page.getByText('Start again with another name for the account of Tomo.').first(),
        ).toBeVisible();
      },
    );

    test('is taken back, but not what Tomo signs in with; with another sign-in that goes too', {
      tag: ['@preparation', '@debian13', '@long'],
    }, async ({ page, admin }) => {
      await undo(page, serverId, async () => {
        await expect(page.getByText(/^The account tomo stays with its key and rights/)).toBeVisible();
        await expect(page.getByText('Close 80/tcp in ufw', { exact: true })).toBeVisible();
      });
      const { stdout } = await execIn(SERVER, 'ufw status | grep -c 80/tcp; id -un tomo; command -v dockerd');
      expect(stdout.split('\n')).toEqual(['0', 'tomo', '']);

      const root = accountOf('root');
      const back = await admin.act('replaceCredentialAction', {
        serverId,
        username: 'root',
        authType: 'password',
        password: root.password,
      });
      expect(back, JSON.stringify(back)).toMatchObject({ ok: true });
      expect((await checkDirectly(admin, serverId)).state.status).toBe('completed');
      await undo(page, serverId, async () => {
        await expect(page.getByText('Remove the account tomo', { exact: true })).toBeVisible();
      });
      expect(await stateOf(SERVER)).toEqual(before);
      const { stdout: left } = await execIn(
        SERVER,
        'ls /home | grep tomo; ls /var/lib/tomo | grep -vx -e jobs -e lock; true',
      );
      expect(left).toBe('');
    });
  });

/** Chooses every option on the page of a server. */
async function choose(page: Page, serverId: string): Promise<void> {
  await page.goto(`/servers/${serverId}/preparations`);
  await page.getByRole('radio', { name: /^Recommended/ }).check();
  await page.getByRole('radio', { name: /^The distribution's packages/ }).check();
  await page.getByText('Options', { exact: true }).first().click();
  await page.getByLabel(/^Open in the firewall/).fill('80/tcp');
  await page.getByLabel(/^Swap file/).fill('512');
  await page.getByRole('checkbox', { name: 'Give Tomo an account of its own' }).check();
}

/** The ended job whose page is shown. */
async function shown(page: Page, admin: Api): Promise<Job> {
  await page.waitForURL(/\/activity\//);
  return jobEnd(admin, page.url().split('/').at(-1) ?? '', 120_000);
}

/** Plans an undo on the page, looks at the plan, and undoes it. */
async function undo(page: Page, serverId: string, look: () => Promise<void>): Promise<void> {
  await page.goto(`/servers/${serverId}/preparations`);
  await page.getByRole('button', { name: 'Plan the undo' }).click();
  await page.getByRole('link', { name: 'Preparations of this server' }).click({ timeout: 60_000 });
  await look();
  await page.getByRole('button', { name: 'Undo these changes' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Undo these changes' }).click();
  await page.waitForURL(/\/activity\//);
  await expect(page.getByText('What Tomo changed on chosen is taken back.')).toBeVisible({
    timeout: 120_000,
  });
}
