import { createHash, randomUUID } from 'node:crypto';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Page } from '@playwright/test';
import { storedLines } from './journeys/jobs';
import { addPerson, signIn } from './journeys/people';
import { accountOf, addressOf, addServerDirectly, fillSignIn } from './journeys/servers';
import { change, setSettings, stored } from './journeys/stored';
import { expect, test } from './journeys/test';
import { execIn } from './lab/lab.mjs';
import type { Tomo } from './support/app';
import { freePort, startSshd, type TestSshd } from './support/sshd';

/**
 * Many servers at once: one sshd that answers on every address of 127.0.0.0/8 is as many hosts as a test wants, and dead ones
 * are ports where nothing listens or where somebody accepts and stays silent.
 */
const everywhere = { tag: '@wire' };
let sshd: TestSshd;
let silent: { port: number; server: Server; sockets: Set<Socket> };
let closedPort = 0;

test.use({
  settings: { 'ssh.connect_timeout_seconds': 4, 'servers.commands_enabled': true, 'metrics.enabled': false },
});

test.beforeAll(async () => {
  sshd = await startSshd(['ListenAddress 0.0.0.0']);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  silent = { port: (server.address() as AddressInfo).port, server, sockets };
  closedPort = await freePort();
});
test.afterAll(async () => {
  for (const socket of silent.sockets) socket.destroy();
  silent.server.close();
  await sshd.close();
});

/** An address of its own for each host: 127.1.0.1, 127.1.0.2 … */
const hostAt = (index: number, net = 1) => `127.${net}.${Math.floor(index / 250)}.${(index % 250) + 1}`;

function keyText(): string {
  if (sshd.auth.kind !== 'key') throw new Error('the test server signs in with a key');
  return sshd.auth.privateKey.reveal();
}

/** Adds servers through the page of several, as a person pastes them. */
async function pasteServers(page: Page, lines: string[]): Promise<void> {
  await page.goto('/servers/several');
  await page.getByRole('textbox', { name: 'Servers' }).fill(lines.join('\n'));
  await fillSignIn(page, { privateKey: keyText() });
  await page.getByRole('button', { name: 'Add servers' }).click();
}

/** Trusts the key of the test's own sshd on every server that answers at an address of it, as if somebody had compared it. */
async function trustAll(tomo: Tomo, like: string): Promise<void> {
  const { type, blob } = sshd.hostKeys.ed25519;
  const print = createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64').replace(/=+$/, '');
  await change(
    tomo,
    `UPDATE servers SET host_key_type = ?, host_key_public = ?, host_key_fingerprint = ?, host_key_trust = 'verified',
       host_key_offered = NULL, sudo_mode = 'root' WHERE name LIKE ?`,
    [type, blob, `SHA256:${print}`, like],
  );
}

async function idsOf(tomo: Tomo, like: string): Promise<string[]> {
  return (await stored(tomo, 'SELECT id FROM servers WHERE name LIKE ? ORDER BY name', [like])).map(
    ({ id }) => String(id),
  );
}

type Group = {
  groupId: string;
  page: string;
  started: { jobId: string; existing: boolean }[];
  refused: { message: string }[];
};

/** How many jobs of a group ended how, when all have ended. */
async function groupEnd(tomo: Tomo, groupId: string, withinMs: number): Promise<Record<string, number>> {
  const counts = async () =>
    Object.fromEntries(
      (
        await stored(tomo, 'SELECT status, count(*) AS n FROM jobs WHERE group_id = ? GROUP BY status', [
          groupId,
        ])
      ).map(({ status, n }) => [String(status), Number(n)]),
    );
  await expect
    .poll(
      async () =>
        Object.keys(await counts()).filter((status) => status === 'pending' || status === 'running'),
      {
        timeout: withinMs,
      },
    )
    .toEqual([]);
  return counts();
}

const groupOf = (page: Page) => new URL(page.url()).searchParams.get('group') ?? '';

test(
  'a pasted list adds what is right, says of each other line why not, and keeps it',
  everywhere,
  async ({ page, tomo }) => {
    const { port } = sshd.target;
    await pasteServers(page, [
      'name,host,port,user,tags',
      `paste-1,${hostAt(1)},${port},root,prod web`,
      '# a remark',
      `paste-2,${hostAt(2)},${port},root,prod`,
      `paste-3,${hostAt(1)},${port},root`,
      `paste-1,${hostAt(3)},${port},root`,
      `paste-5,http://nowhere,${port},root`,
      `paste-6,${hostAt(4)},${port},root,,id_missing`,
      `paste-7,${hostAt(5)},99999,root`,
    ]);
    await expect(page.getByRole('heading', { name: '2 of 7 added' })).toBeFocused();
    const line = (number: number) => page.locator(`[data-line="${number}"]`);
    await expect(line(5)).toContainText('already here as paste-1');
    await expect(line(6)).toContainText('This name is taken.');
    await expect(line(7)).toContainText('without http://');
    await expect(line(8)).toContainText('There is no key file named id_missing.');
    await expect(line(9)).toContainText('A port is between 1 and 65535');
    const list = page.getByRole('textbox', { name: 'Servers' });
    await expect(list).toHaveValue(/^paste-3.*\npaste-1.*\npaste-5.*\npaste-6.*\npaste-7[^\n]*$/);
    // Nothing of the sign-in stays on the page or came back to it.
    await expect(page.getByRole('textbox', { name: 'Private key' })).toHaveValue('');

    await page.getByRole('link', { name: 'Follow the checks' }).click();
    await expect(page.getByRole('heading', { name: 'Check 2 servers' })).toBeVisible();
    await expect(page.getByText('2 succeeded')).toBeVisible({ timeout: 30_000 });
    const ledger = await stored(
      tomo,
      "SELECT new_value FROM audit_log WHERE entity_type = 'server' AND action = 'create' AND entity_name LIKE 'paste-%'",
    );
    expect(ledger).toHaveLength(2);
    expect(JSON.stringify(ledger)).not.toContain('PRIVATE KEY');
  },
);

test(
  'tags go on many servers at once, narrow the list, and come off again',
  everywhere,
  async ({ page, tomo }) => {
    await pasteServers(
      page,
      [1, 2, 3].map((n) => `tag-${n},${hostAt(n, 2)},${sshd.target.port}`),
    );
    await expect(page.getByRole('heading', { name: '3 of 3 added' })).toBeVisible();
    await page.goto('/servers?q=tag-');
    await page.getByLabel('Select tag-1').check();
    await page.getByLabel('Select tag-3').check();
    await expect(page.getByText('2 selected')).toBeVisible();
    await page.getByRole('button', { name: 'Tags', exact: true }).click();
    await page.getByLabel('Add tags').fill('edge, eu');
    await page.getByRole('button', { name: 'Save tags' }).click();
    await expect(page.getByRole('row', { name: /tag-3/ })).toContainText('edge');
    await page.goto('/servers?tag=edge');
    await expect(page.getByText('2 servers')).toBeVisible();
    await expect(page.getByRole('link', { name: 'tag-2' })).toHaveCount(0);
    const changes = await stored(
      tomo,
      "SELECT entity_name FROM audit_log WHERE action = 'update' AND entity_type = 'server' AND new_value LIKE '%edge%' ORDER BY 1",
    );
    expect(changes.map(({ entity_name }) => entity_name)).toEqual(['tag-1', 'tag-3']);
  },
);

/** Living servers, and dead ones of both kinds; all with a key that somebody compared. */
async function fleet(
  page: Page,
  tomo: Tomo,
  name: string,
  net: number,
  living: number,
  dead: number,
): Promise<void> {
  const ports = Array.from({ length: living + dead }, (_, index) =>
    index < living ? sshd.target.port : index % 2 ? silent.port : closedPort,
  );
  await pasteServers(
    page,
    ports.map((port, index) => `${name}-${String(index).padStart(2, '0')},${hostAt(index, net)},${port}`),
  );
  await expect(page.getByRole('heading', { name: `${ports.length} of ${ports.length} added` })).toBeVisible();
  await page.getByRole('link', { name: 'Follow the checks' }).click();
  await groupEnd(tomo, groupOf(page), 90_000);
  await trustAll(tomo, `${name}-%`);
}

/** Refreshes all of them together from the list; returns how they ended and in which order. */
async function refreshAll(page: Page, tomo: Tomo, name: string, withinMs: number) {
  await page.goto(`/servers?q=${name}-&size=100`);
  await page.getByLabel(/^Select all/).check();
  await page.getByRole('button', { name: 'Refresh facts' }).dblclick();
  await page.waitForURL(/\/activity\?group=/);
  const counts = await groupEnd(tomo, groupOf(page), withinMs);
  return { counts, group: groupOf(page) };
}

test(
  'many servers refresh together: one job each, the dead hold up nobody, the page says it as it happens',
  everywhere,
  async ({ page, tomo, admin }) => {
    test.setTimeout(240_000);
    await fleet(page, tomo, 'mixed', 3, 3, 3);
    const { counts, group } = await refreshAll(page, tomo, 'mixed', 120_000);
    expect(counts).toEqual({ completed: 3, failed: 3 });
    // A double click is one act.
    expect(
      await stored(tomo, "SELECT id FROM jobs WHERE kind = 'server.facts' AND target_label LIKE 'mixed-%'"),
    ).toHaveLength(6);
    await expect(page.getByText('3 succeeded')).toBeVisible();
    await expect(page.getByText('3 failed')).toBeVisible();
    await expect(page.getByRole('row', { name: /mixed-05/ })).toContainText('Failed');
    await expect(
      page.getByRole('row', { name: /mixed-00/ }).getByRole('link', { name: 'mixed-00', exact: true }),
    ).toBeVisible();
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Refresh 6 servers' })).toBeVisible();

    // Two at the same moment are one; what is not trusted refuses by name and stops nobody.
    const ids = await idsOf(tomo, 'mixed-0%');
    await change(
      tomo,
      "UPDATE servers SET host_key_type = NULL, host_key_public = NULL, host_key_fingerprint = NULL, host_key_trust = NULL WHERE name = 'mixed-02'",
    );
    const [one, two] = await Promise.all(
      [1, 2].map(() => admin.post<Group>('/api/v1/servers/facts', { serverIds: ids.slice(0, 3) })),
    );
    expect(one?.status, one?.text).toBe(202);
    expect(two?.body.groupId).toBe(one?.body.groupId);
    expect(one?.body.groupId).not.toBe(group);
    expect([one, two].map((answer) => answer?.body.refused[0]?.message)).toEqual(
      Array(2).fill('The host key of mixed-02 is not confirmed. Nothing was started.'),
    );
    expect(await groupEnd(tomo, one?.body.groupId ?? '', 90_000)).toEqual({ completed: 2 });
  },
);

test('G49 fifty servers of which twenty are dead refresh together within a minute, and the living ones first', {
  tag: ['@wire', '@long'],
}, async ({ page, tomo }) => {
  test.setTimeout(600_000);
  await fleet(page, tomo, 'fifty', 4, 30, 20);
  const startedAt = Date.now();
  const { counts, group } = await refreshAll(page, tomo, 'fifty', 300_000);
  expect(counts).toEqual({ completed: 30, failed: 20 });
  const ends = await stored(
    tomo,
    'SELECT status, min(finished_at) AS first, max(finished_at) AS last FROM jobs WHERE group_id = ? GROUP BY status',
    [group],
  );
  console.log('fifty servers', Math.round((Date.now() - startedAt) / 1000), 's', JSON.stringify(ends));
});

test(
  'a command runs on many servers: output live, exit codes, whole text in the ledger',
  everywhere,
  async ({ page, tomo }) => {
    test.setTimeout(180_000);
    await fleet(page, tomo, 'run', 5, 2, 1);
    await page.goto('/servers?q=run-');
    await page.getByLabel(/^Select all/).check();
    await page.getByRole('link', { name: 'Run a command' }).click();
    await expect(page.getByRole('heading', { name: 'Run a command' })).toBeVisible();
    const command = `echo "it's me: $(id -un)"\nprintf 'ends <b>\\033[31m here\\n' >&2\nread line || echo 'no input'\nexit 3`;
    await page.getByLabel('Command', { exact: true }).fill(command);
    await page.getByRole('radio', { name: /^root/ }).check();
    await page.getByRole('button', { name: 'Run on 3 servers' }).dblclick();
    await page.waitForURL(/\/activity\?group=/);
    await expect(page.getByRole('heading', { name: 'Run a command on 3 servers' })).toBeVisible();
    expect(await groupEnd(tomo, groupOf(page), 60_000)).toEqual({ failed: 3 });
    const row = page.getByRole('row', { name: /run-00/ });
    await expect(row).toContainText("it's me: root");
    await expect(row).toContainText('no input');
    await expect(row).toContainText('ends <b>');
    await expect(row.getByRole('cell', { name: '3', exact: true })).toBeVisible();
    await expect(page.getByRole('row', { name: /run-02/ })).toContainText(/refused|did not answer|in time/i);
    const entries = await stored(
      tomo,
      "SELECT new_value, outcome FROM audit_log WHERE action = 'command' AND entity_name = 'run-00' ORDER BY seq",
    );
    expect(entries.map(({ outcome }) => outcome)).toEqual(['intent', 'failed']);
    expect(JSON.parse(String(entries[0]?.new_value))).toMatchObject({ command, as: 'root' });

    await row.getByRole('link', { name: 'Open' }).click();
    await expect(page.getByText('The command ended with exit code 3.').first()).toBeVisible();
    await expect(page.getByText('# echo "it\'s me: $(id -un)"').first()).toBeVisible();
  },
);

test(
  'a command ends at its time limit, at its output limit, and when somebody cancels it',
  everywhere,
  async ({ page, tomo, admin }) => {
    test.setTimeout(180_000);
    await fleet(page, tomo, 'stop', 6, 1, 0);
    const serverIds = await idsOf(tomo, 'stop-%');
    const word = `tomo-sleeper-${randomUUID().slice(0, 8)}`;
    const run = async (command: string, timeoutSeconds: number) => {
      const { status, body, text } = await admin.post<Group>('/api/v1/commands', {
        serverIds,
        command,
        as: 'account',
        timeoutSeconds,
      });
      expect(status, text).toBe(202);
      return body;
    };
    const reason = async ({ groupId }: Group) => {
      await groupEnd(tomo, groupId, 60_000);
      const [job] = await stored(tomo, 'SELECT status, error_code FROM jobs WHERE group_id = ?', [groupId]);
      return `${job?.status} ${job?.error_code}`;
    };
    const running = async () =>
      (await import('node:child_process')).spawnSync('pgrep', ['-f', `${word} 300`]).status === 0;

    expect(
      await reason(
        await run(`sh -c 'exec -a x sleep 300' ${word}; exec sh -c ': ${word} 300; sleep 300'`, 2),
      ),
    ).toBe('failed timeout');
    await expect.poll(running, { timeout: 20_000 }).toBe(false);
    for (const flood of ['yes tomo', "yes $(head -c 3000 /dev/zero | tr '\\0' x)"])
      expect(await reason(await run(flood, 60)), flood).toBe('failed output_limit');
    const floods = await stored(tomo, "SELECT log_bytes FROM jobs WHERE error_code = 'output_limit'");
    for (const { log_bytes } of floods) expect(Number(log_bytes)).toBeLessThan(2 * 1024 * 1024);

    const long = await run(`sh -c ': ${word} 300; sleep 300'`, 600);
    await expect.poll(running, { timeout: 20_000 }).toBe(true);
    const again = await run(`sh -c ': ${word} 300; sleep 300'`, 600);
    expect(again).toMatchObject({ groupId: long.groupId, started: [{ existing: true }] });
    await page.goto(`/activity?group=${long.groupId}`);
    await page.getByRole('button', { name: 'Cancel all' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel all' }).click();
    expect(await reason(long)).toBe('cancelled cancelled');
    await expect.poll(running, { timeout: 20_000 }).toBe(false);
  },
);

test('the password of the account never shows in the output of a command', {
  tag: ['@wire', '@debian13d'],
}, async ({ tomo, admin }) => {
  const operator = accountOf('operator');
  const serverId = await addServerDirectly(admin, { name: 'masked', ...addressOf('debian13d'), ...operator });
  const { body } = await admin.post<Group>('/api/v1/commands', {
    serverIds: [serverId],
    command: `cat <<'END'\nword: ${operator.password}\nEND\nid -un`,
    as: 'account',
    timeoutSeconds: 30,
  });
  expect(await groupEnd(tomo, body.groupId, 60_000)).toEqual({ completed: 1 });
  const text = (await storedLines(tomo, body.started[0]?.jobId ?? ''))
    .map(({ message }) => message)
    .join('\n');
  expect(text).not.toContain(operator.password ?? '?');
  expect(text).toContain('word: ••••••');
  expect(text).toContain('operator');
  const rooted = await admin.post<Group>('/api/v1/commands', {
    serverIds: [serverId],
    command: 'id -un; exit 0',
    as: 'root',
    timeoutSeconds: 30,
  });
  expect(await groupEnd(tomo, rooted.body.groupId, 60_000)).toEqual({ completed: 1 });
  expect(
    (await storedLines(tomo, rooted.body.started[0]?.jobId ?? '')).map(({ message }) => message),
  ).toContain('root');
});

test('what a server holds is what its page shows: ports and their containers, system, updates', {
  tag: ['@wire', '@debian13d'],
}, async ({ page, admin }) => {
  const id = await addServerDirectly(admin, {
    name: 'held',
    ...addressOf('debian13d'),
    ...accountOf('root'),
  });
  const { stdout } = await execIn('debian13d', 'ss -H -tlnp');
  await page.goto(`/servers/${id}`);
  const card = page
    .locator('[data-slot="card"], section, div')
    .filter({ has: page.getByText('Listening ports') })
    .last();
  for (const port of new Set([...stdout.matchAll(/:(\d+)\s/g)].map(([, port]) => port)))
    await expect(page.getByText(`${port}/tcp`).first()).toBeVisible();
  await expect(card).toBeVisible();
  await expect(page.getByText('Debian GNU/Linux 13 (trixie)').first()).toBeVisible();
});

test(
  'commands: without the setting there is no door, without the role none either, and an old sign-in asks for the password',
  everywhere,
  async ({ page, tomo, admin }) => {
    test.setTimeout(180_000);
    const body = { serverIds: [randomUUID()], command: 'id', as: 'account', timeoutSeconds: 5 };
    const operator = await signIn(tomo, await addPerson(tomo, `op-${randomUUID().slice(0, 8)}`, 'operator'));
    expect((await operator.post('/api/v1/commands', body)).status).toBe(403);
    expect((await operator.get('/servers/command')).status).toBe(404);
    await operator.dispose();
    await change(tomo, "UPDATE sessions SET auth_at = '2026-01-01T00:00:00.000Z'");
    expect((await admin.post('/api/v1/commands', body)).body).toMatchObject({ code: 'reauth_required' });

    await setSettings(tomo, { 'servers.commands_enabled': false });
    expect((await admin.post('/api/v1/commands', body)).status).toBe(404);
    await page.goto('/servers/command');
    await expect(page.getByRole('heading', { name: 'Run a command' })).toHaveCount(0);
    await page.goto('/servers');
    await page.getByLabel(/^Select all/).check();
    await expect(page.getByRole('button', { name: 'Check now' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Run a command' })).toHaveCount(0);
    await setSettings(tomo, { 'servers.commands_enabled': true });
  },
);

test(
  'five hundred servers: a page at a time, found by search and filter, sorted, all of it in the address',
  everywhere,
  async ({ page, tomo }) => {
    await seedServers(tomo, 500);
    await page.goto('/servers?q=seed-');
    await expect(page.getByText('50 of 500 servers')).toBeVisible();
    // Problems first.
    await expect(page.getByRole('row').nth(1)).toContainText('Host key changed');
    await page.getByRole('link', { name: 'Older' }).click();
    await expect(page).toHaveURL(/after=/);
    await page.getByRole('link', { name: 'Newer' }).click();
    await expect(page).toHaveURL(/before=/);
    await expect(page.getByRole('row').nth(1)).toContainText('Host key changed');
    await page.getByRole('link', { name: 'Name', exact: true }).click();
    await expect(page.getByRole('row').nth(1)).toContainText('seed-000');
    await page.goto('/servers?q=seed-&mark=reboot&status=online&sort=-name');
    await expect(page.getByRole('row').nth(1)).toContainText('Reboot required');
    const shown = await page.getByRole('status').filter({ hasText: 'servers' }).textContent();
    await page.reload();
    await expect(page.getByText(shown ?? '?')).toBeVisible();
    const { length } = await (await page.request.get('/servers?q=seed-&size=100')).text();
    console.log('page of 100 servers:', Math.round(length / 1024), 'KiB of HTML');
    await page.goto('/servers?q=seed-nothing');
    await expect(page.getByText('No server matches these filters.')).toBeVisible();
  },
);

/** Servers in every state, straight into the database: nothing asks them anything. */
async function seedServers(tomo: Tomo, count: number): Promise<void> {
  await change(
    tomo,
    `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?)
     INSERT INTO servers (id, name, host, port, username, auth_type, is_enabled, status, status_reason, host_key_type, host_key_public,
       host_key_fingerprint, host_key_trust, docker_status, docker_version, compose_version, tags, system_info, system_info_updated_at,
       status_changed_at, last_connected_at, created_at, updated_at)
     SELECT printf('01a30000-0000-7000-8000-%012d', i), printf('seed-%03d', i), printf('192.0.2.%d', i % 250 + 1), 22 + i, 'deploy', 'key', 0,
       CASE i % 11 WHEN 0 THEN 'host_key_changed' WHEN 1 THEN 'offline' WHEN 2 THEN 'unknown' ELSE 'online' END,
       CASE i % 11 WHEN 1 THEN 'timeout' END,
       'ssh-ed25519', 'AAAA', 'SHA256:seed', 'verified', CASE WHEN i % 3 THEN 'ready' ELSE 'absent' END,
       CASE WHEN i % 3 THEN '28.5.2' END, CASE WHEN i % 3 THEN '2.40.3' END,
       json_array(CASE i % 4 WHEN 0 THEN 'prod' WHEN 1 THEN 'staging' ELSE 'lab' END),
       json_object('os', json_object('name', CASE i % 3 WHEN 0 THEN 'Debian GNU/Linux 13 (trixie)' WHEN 1 THEN 'Ubuntu 24.04.1 LTS' ELSE 'Rocky Linux 9.4 (Blue Onyx)' END),
         'clockOffsetSeconds', CASE WHEN i % 50 = 7 THEN 95 ELSE 0 END, 'rebootRequired', json(CASE WHEN i % 9 = 3 THEN 'true' ELSE 'false' END),
         'pendingUpdates', json_object('total', i % 7, 'security', (i % 7) / 3, 'indexAgeSeconds', 3600)),
       strftime('%Y-%m-%dT%H:%M:%fZ', 'now', printf('-%d minutes', i)), strftime('%Y-%m-%dT%H:%M:%fZ', 'now', printf('-%d minutes', i)),
       strftime('%Y-%m-%dT%H:%M:%fZ', 'now', printf('-%d minutes', i)), strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
     FROM n`,
    [count],
  );
}
