import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stored } from './journeys/stored';
import { expect, test } from './journeys/test';
import { hashKnownHosts, makeSshKey } from './support/ssh-keys';

/** Taking servers over from the files that OpenSSH left on somebody's machine. */
const everywhere = { tag: '@wire' };

test(
  'HOST-6 a config of real life becomes servers: nothing in it runs, what has no effect is listed, known keys are compared ones',
  everywhere,
  async ({ page, tomo }) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'tomo-import-'));
    const canary = path.join(folder, 'canary');
    const key = makeSshKey();
    const config = [
      'Include ~/.ssh/conf.d/*',
      'Host *',
      '  ServerAliveInterval 60',
      'Host bastion jump',
      '  HostName 203.0.113.10',
      '  User ops',
      '  Port 2222',
      '  IdentityFile "~/.ssh/my key"   # quoted',
      'Host db-*',
      '  ProxyJump jump',
      'Host db-1',
      '  HostName=203.0.113.11',
      'Host token',
      '  User %u',
      `Match exec "touch ${canary}"`,
      `  ProxyCommand touch ${canary}`,
      'Host web',
      `  ProxyCommand sh -c 'touch ${canary}'`,
      'Host evil;touch',
      `  HostName $(touch ${canary})`,
      '\u0001\u0002binary\u0007',
      ...Array.from(
        { length: 250 },
        (_, index) => `Host many-${index}\n  HostName 198.51.100.1\n  Port ${index + 1}`,
      ),
    ].join('\r\n');
    const hashed = hashKnownHosts(`[203.0.113.10]:2222 ${key.type} ${key.blob}`);
    await page.goto('/servers/import');
    await page.getByRole('textbox', { name: /^SSH config/ }).fill(config);
    await page
      .getByRole('textbox', { name: /^known_hosts/ })
      .fill(`${hashed}\ngithub.com ${key.type} ${key.blob}\nnonsense\n`);
    await page.getByRole('button', { name: 'Read', exact: true }).click();
    await expect(page.getByRole('heading', { name: '201 hosts found' })).toBeVisible();
    const row = (name: string) =>
      page.getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) });
    await expect(row('bastion').first()).toContainText('from known_hosts');
    await expect(row('jump').first()).toContainText('Another name of bastion');
    await expect(row('db-1').first()).toContainText('through bastion');
    await expect(row('token').first()).toContainText('An account starts with a letter');
    await expect(row('evil;touch').first()).toContainText('A name starts with a letter or digit');
    // Everybody's known_hosts names machines that are nobody's servers.
    await expect(page.getByRole('checkbox', { name: 'Add github.com' })).not.toBeChecked();
    await page.getByText(/lines without effect$/).click();
    await expect(page.getByText(/Match may run commands/)).toBeVisible();
    await expect(page.getByText('Tomo runs no command of a config file.').first()).toBeVisible();
    await expect(page.getByText(/^Only the first 200 hosts are read; 56 more follow/)).toBeVisible();

    await page.getByRole('button', { name: 'Choose none' }).click();
    for (const name of ['bastion', 'db-1', 'web'])
      await page.getByRole('checkbox', { name: `Add ${name}` }).check();
    await expect(page.getByText(/^3 of \d+ chosen$/)).toBeVisible();
    await page.getByRole('radio', { name: /^Tomo's own key/ }).check();
    await page.getByRole('button', { name: 'Add the chosen servers' }).click();
    await expect(page.getByText('3 servers added')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Follow the checks' })).toBeVisible();
    const rows = await stored(
      tomo,
      `SELECT s.name, s.port, s.host_key_trust AS trust, j.name AS jump FROM servers s LEFT JOIN servers j ON j.id = s.jump_server_id
       WHERE s.name IN ('bastion', 'db-1', 'web') ORDER BY s.name`,
    );
    expect(rows.map(({ name, port, trust, jump }) => [name, port, trust, jump])).toEqual([
      ['bastion', 2222, 'verified', null],
      ['db-1', 22, null, 'bastion'],
      ['web', 22, null, null],
    ]);
    expect(existsSync(canary)).toBe(false);
    await rm(folder, { recursive: true });
  },
);
