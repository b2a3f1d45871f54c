import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { picture } from './journeys/picture';
import { execIn, resetTarget, target } from './lab/lab.mjs';
import { accessibilityProblems, expect, test } from './support/browser';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '..');
const PASSWORD = 'a quiet harbour at dawn 41';

test.describe('Tomo does its main job', { tag: ['@main-job', '@debian13'] }, () => {
  test.setTimeout(10 * 60_000);

  test('from an empty machine to an app that runs on a real Debian 13 server', async ({ page, tomo }) => {
    await test.step('only the holder of the setup link becomes the first administrator', async () => {
      await page.goto(await tomo.setupLink());
      await page.getByLabel('Username').fill('ada');
      await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
      await page.getByRole('button', { name: 'Create administrator' }).click();
      await expect(page.getByRole('heading', { name: 'Dashboard' })).toBeVisible();
    });

    const server = target('debian13');
    await resetTarget('debian13');
    expect((await execIn('debian13', 'command -v docker')).code).not.toBe(0);

    await test.step('the server is added; its host key is shown and compared before anything is sent', async () => {
      await page.getByRole('link', { name: 'Add a server' }).click();
      await page.getByLabel('Name', { exact: true }).fill('web-1');
      await page.getByLabel('Address').fill(server.host);
      await page.getByLabel('Port').fill(String(server.port));
      await page.getByRole('textbox', { name: 'Account' }).fill('root');
      await page
        .getByRole('textbox', { name: 'Password', exact: true })
        .fill(server.accounts.root.password ?? '');
      await page.getByRole('button', { name: 'Add server' }).click();
      await expect(page.getByText('No credential has been sent.').first()).toBeVisible();
      const { stdout } = await execIn('debian13', 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub');
      await page.getByLabel(/Fingerprint from the console/).fill(stdout.trim());
      await expect(page.getByText('Match: it is the key that this server shows.')).toBeVisible();
      await page.getByRole('button', { name: 'I compared it, trust this key' }).click();
      await expect(page.getByText('Online', { exact: true }).first()).toBeVisible({ timeout: 30_000 });
    });

    await test.step('it is prepared: steps and lines appear as they happen, and Docker is really there', async () => {
      await page.getByRole('link', { name: 'Prepare', exact: true }).click();
      await page.getByRole('button', { name: 'Start preparation' }).click();
      await expect(page).toHaveURL(/\/activity\//);
      await expect(page.locator('[data-step="refresh_index"]')).toHaveAttribute(
        'data-status',
        /running|completed/,
        { timeout: 60_000 },
      );
      await expect(page.locator('[data-wire="live"]')).toBeVisible();
      await expect(page.getByText('web-1 is prepared.')).toBeVisible({ timeout: 240_000 });
      await expect(page.locator('[data-step="verify"]')).toHaveAttribute('data-status', 'completed');
      expect((await execIn('debian13', 'docker info')).code).toBe(0);
      expect(await linesOf(page)).toEqual(await linesAfterReload(page));
      await picture(page, 'preparation');
    });

    const [taken = 0, free = 0] = server.webPorts;

    await test.step('a taken port is found before anything starts, and a free one is offered', async () => {
      await occupy('debian13', taken);
      await page.getByRole('link', { name: 'Deploy an app' }).click();
      await page.getByRole('link', { name: /Miniflux/ }).click();
      await page.getByRole('link', { name: /^Deploy/ }).click();
      await page.getByLabel('Port on the server').fill(String(taken));
      await page.getByLabel('Reachable from').selectOption({ label: "The server's networks" });
      await page.getByRole('button', { name: 'Check now' }).click();
      await expect(page.getByText(/held by process perl/)).toBeVisible({ timeout: 30_000 });
      await page.getByRole('button', { name: `Use ${free}` }).click();
    });

    await test.step('an app with a database is deployed and verified', async () => {
      await page.getByRole('button', { name: 'Generate' }).click();
      await page.getByRole('button', { name: 'Deploy to web-1' }).click();
      await expect(page).toHaveURL(/\/activity\//);
      await expect(page.locator('[data-wire="ended"]')).toBeVisible({ timeout: 240_000 });
      await expect(page.locator('[data-step="verify"]')).toHaveAttribute('data-status', 'completed');
      expect((await fetch(`http://${server.host}:${free}/`)).status).toBe(200);
    });

    await test.step('the dashboard shows at a glance what there is and how it does', async () => {
      await page.goto('/');
      const card = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'web-1' }) });
      await expect(card.getByText('Online', { exact: true })).toBeVisible();
      await expect(card.getByText(/\d+ %/).first()).toBeVisible({ timeout: 90_000 });
      await expect(page.getByText('Nothing needs attention')).toBeVisible();
    });

    await test.step('its page shows what runs; a secret shows only when it is asked for', async () => {
      await page.goto('/apps');
      await page.getByRole('link', { name: 'Miniflux', exact: true }).first().click();
      await expect(page.getByRole('heading', { name: 'Miniflux', level: 1 })).toBeVisible();
      await expect(page.getByText('Running', { exact: true }).first()).toBeVisible();
      expect(await accessibilityProblems(page)).toEqual([]);
      const { stdout } = await execIn(
        'debian13',
        'sed -n "s/^DB_PASSWORD=//p" /opt/tomo/apps/miniflux/.env | tr -d "\'"',
      );
      const secret = stdout.trim();
      expect(secret.length).toBeGreaterThanOrEqual(20);
      expect(await page.content()).not.toContain(secret);
      await page.getByRole('button', { name: 'Reveal Database password' }).click();
      await expect(page.getByText(secret)).toBeVisible();
    });

    await test.step('it is stopped, started and removed; nothing of it stays but what was chosen', async () => {
      await page.getByRole('button', { name: 'Stop', exact: true }).click();
      await page.getByRole('button', { name: 'Stop Miniflux' }).click();
      await succeeded(page);
      expect((await execIn('debian13', 'docker ps -q')).stdout.trim()).toBe('');
      await page.getByRole('link', { name: 'Open its page' }).click();
      await expect(page.getByText('Stopped', { exact: true }).first()).toBeVisible();
      await page.getByRole('button', { name: 'Start', exact: true }).click();
      await succeeded(page);
      expect((await fetch(`http://${server.host}:${free}/`)).status).toBe(200);
      await page.getByRole('link', { name: 'Open its page' }).click();
      await page.getByRole('button', { name: /More/ }).click();
      await page.getByRole('menuitem', { name: /Remove with data/ }).click();
      const dialog = page.getByRole('alertdialog');
      await dialog.getByRole('textbox').first().fill('miniflux');
      await dialog.getByRole('button', { name: /^Delete miniflux/i }).click();
      await succeeded(page);
      const left = await execIn(
        'debian13',
        'docker ps -aq; docker volume ls -q; docker network ls -q --filter label=dev.tomo.managed; ls /opt/tomo/apps',
      );
      expect(left.stdout.trim()).toBe('');
    });

    await test.step('metrics arrive over the kept connection, readable without scripts', async () => {
      await page.goto('/servers');
      await page.getByRole('link', { name: 'web-1' }).click();
      await expect(page.getByText(/^Measured/)).toBeVisible({ timeout: 90_000 });
      await page.getByRole('navigation', { name: 'web-1' }).getByRole('link', { name: 'Metrics' }).click();
      await expect(page.getByRole('heading', { name: 'CPU' })).toBeVisible();
      await expect(page.getByText(/now \d+ %/).first()).toBeVisible();
      expect(await accessibilityProblems(page)).toEqual([]);
    });

    await test.step('the ledger is intact, says who did what, and the command line agrees', async () => {
      await page.goto('/audit');
      await expect(page.getByRole('link', { name: 'Trusted the host key of server web-1' })).toBeVisible();
      await page.getByRole('button', { name: 'Verify' }).click();
      await expect(page.getByText(/Intact: \d+ entries/).first()).toBeVisible({ timeout: 30_000 });
      const env = { ...process.env, TOMO_DATA_DIR: tomo.dataDir };
      const { stdout } = await run('npm', ['run', '--silent', 'tomo', '--', 'audit', 'verify'], {
        cwd: root,
        env,
      });
      expect(stdout).toMatch(/intact/i);
    });
  });
});

/** Waits until the job whose page this is has ended, and insists that it succeeded. */
async function succeeded(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/activity\//);
  await expect(page.locator('[data-wire="ended"]')).toBeVisible({ timeout: 120_000 });
  await expect(page.getByText('Succeeded', { exact: true }).first()).toBeVisible();
}

/** Lets a program listen on a port of the server, as one that Tomo knows nothing of. */
async function occupy(name: string, port: number): Promise<void> {
  const listen = `use IO::Socket::INET; my $s = IO::Socket::INET->new(LocalPort => ${port}, Listen => 5, ReuseAddr => 1) or die; sleep 3600`;
  const { code, stderr } = await execIn(name, ['systemd-run', '--unit=holder', 'perl', '-e', listen]);
  expect(code, stderr).toBe(0);
}

async function linesOf(page: Page): Promise<string[]> {
  await expect(page.locator('[data-wire="ended"]')).toBeVisible();
  return page.locator('[role="log"] [data-seq]').allTextContents();
}

async function linesAfterReload(page: Page): Promise<string[]> {
  await page.reload();
  return linesOf(page);
}
