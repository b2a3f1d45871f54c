import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
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
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
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
      await page.getByLabel('Account').fill('root');
      await page.getByLabel('Password', { exact: true }).fill(server.accounts.root.password ?? '');
      await page.getByRole('button', { name: 'Add server' }).click();
      await expect(page.getByText('No credential has been sent.').first()).toBeVisible();
      const { stdout } = await execIn('debian13', 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub');
      await page.getByLabel(/Fingerprint from the console/).fill(stdout.trim());
      await expect(page.getByText('Match: it is the key that this server shows.')).toBeVisible();
      await page.getByRole('button', { name: 'I compared it, trust this key' }).click();
      await expect(page.getByText('Online', { exact: true }).first()).toBeVisible({ timeout: 30_000 });
    });

    await test.step('it is prepared: steps and lines appear as they happen, and Docker is really there', async () => {
      await page.getByRole('button', { name: 'Prepare', exact: true }).click();
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
    });

    await test.step('metrics arrive over the kept connection, readable without scripts', async () => {
      await page.goto('/servers');
      await page.getByRole('link', { name: 'web-1' }).click();
      await expect(page.getByText(/^Measured/)).toBeVisible({ timeout: 90_000 });
      await page.getByRole('link', { name: 'Metrics' }).click();
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

async function linesOf(page: Page): Promise<string[]> {
  await expect(page.locator('[data-wire="ended"]')).toBeVisible();
  return page.locator('[role="log"] [data-seq]').allTextContents();
}

async function linesAfterReload(page: Page): Promise<string[]> {
  await page.reload();
  return linesOf(page);
}
