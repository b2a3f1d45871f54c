import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { Api } from './journeys/api';
import { defineApplication } from './journeys/applications';
import { startDeploying } from './journeys/deploying';
import { jobEnd } from './journeys/jobs';
import { crowd } from './journeys/people';
import { startPreparing } from './journeys/preparing';
import {
  addressOf,
  addServer,
  addServerDirectly,
  checkDirectly,
  checkShown,
  fillSignIn,
  lastCheck,
  submitServer,
  trustOnFirstUse,
} from './journeys/servers';
import { stored } from './journeys/stored';
import { expect, test } from './journeys/test';
import { type Secrets, spellingsOf, tracesIn, tracesInFolder } from './journeys/traces';
import { execIn, resetTarget, target } from './lab/lab.mjs';
import type { Tomo } from './support/app';
import { makeSshKey } from './support/ssh-keys';

/**
 * G21: secrets that people entrust to Tomo are planted, used in every way Tomo uses them – also where something goes wrong –
 * and then looked for wherever they could have been left.
 */
const DEBIAN = 'debian13d';

const random = () => randomBytes(9).toString('hex');
const odd = (name: string) => `${name} ${random()} 'ü"$&`;
const secrets: Secrets = {
  'login password': odd('canary-login'),
  'sudo password': odd('canary-sudo'),
  passphrase: odd('canary-phrase'),
  'wrong password': odd('canary-wrong'),
  'password where sudo wants none': odd('canary-free'),
  'password where sudo wants another': odd('canary-own'),
  'password of root': odd('canary-root'),
};
// The middle of the key: the ends of it look like those of any other.
const key = makeSshKey(['-t', 'ed25519', '-N', secrets.passphrase ?? '', '-a', '1']);
secrets['private key'] = key.privateKey.split('\n')[2] ?? '';
secrets['password typed for an app'] = odd('canary-typed');
// Not a secret: what is found must be found.
const decoy: Secrets = { decoy: `decoy-${random()}` };

test.setTimeout(600_000);

test.afterAll(async () => {
  const { root } = target(DEBIAN).accounts;
  await execIn(DEBIAN, 'rm -f /etc/sudoers.d/canary; chpasswd', { input: `root:${root.password}\n` });
});

test('G21 planted secrets are nowhere to be found after adding, checking, failing, preparing and deploying, however root is reached', {
  tag: ['@wire', '@debian13d'],
}, async ({ tomo, page, admin }) => {
  await resetTarget(DEBIAN);
  await plantAccounts();
  const said = listenTo(page);
  const here = sampleHere(tomo.pid);
  const sampling = execIn(DEBIAN, sampler);
  await execIn(DEBIAN, `sh -c 'sleep 1' ${decoy.decoy}`);

  const { host, port } = addressOf(DEBIAN);
  const byPassword = await test.step('by password, which sudo asks for too', async () => {
    const signIn = { username: 'canary-login', password: secrets['login password'] };
    const id = await addServer(page, { name: 'by password', host, port, ...signIn });
    await trustOnFirstUse(page);
    expect((await lastCheck(admin, id)).state.status).toBe('completed');
    return id;
  });
  const byKey =
    await test.step('by a key with a passphrase, refused at first, and another password for sudo', async () => {
      const signIn = {
        username: 'canary-key',
        privateKey: key.privateKey,
        sudoPassword: secrets['sudo password'],
      };
      await submitServer(page, {
        name: 'by key',
        host,
        port,
        ...signIn,
        passphrase: secrets['wrong password'],
      });
      await expect(page.getByText('The passphrase does not open this private key.')).toBeVisible();
      await page.getByLabel(/^Passphrase/).fill(secrets.passphrase ?? '');
      await page.getByRole('button', { name: 'Add server' }).click();
      await page.waitForURL(/\/servers\/[0-9a-f-]{36}$/);
      await checkShown(page);
      await trustOnFirstUse(page);
      const id = page.url().split('/').at(-1) ?? '';
      expect((await lastCheck(admin, id)).state.status).toBe('completed');
      return id;
    });
  const byFree = await test.step('by password, which sudo never asks for', async () => {
    const signIn = { username: 'canary-free', password: secrets['password where sudo wants none'] };
    return addServerDirectly(admin, { name: 'by free', host, port, ...signIn });
  });
  const byOwn = await test.step('by password, and sudo wants another one', async () => {
    const id = await addServer(page, {
      name: 'by own',
      host,
      port,
      username: 'canary-own',
      password: secrets['password where sudo wants another'],
      sudoPassword: secrets['password of root'],
    });
    await trustOnFirstUse(page);
    expect((await lastCheck(admin, id)).state, 'sudo wants the password of root').toMatchObject({
      status: 'completed',
    });
    return id;
  });
  const byRoot = await test.step('as root, by the same password', () => {
    const signIn = { username: 'root', password: secrets['password of root'] };
    return addServerDirectly(admin, { name: 'by root', host, port, ...signIn });
  });
  const people = crowd(tomo, 'admin', 5);
  const servers = [byPassword, byKey, byFree, byOwn, byRoot];
  const jobs = await test.step('each prepares the server', async () => {
    const started = [];
    for (const id of servers) {
      const job = await jobEnd(admin, await startPreparing(await people.next(), id), 300_000);
      expect(job.state, JSON.stringify(job.lines.slice(-5))).toMatchObject({ status: 'completed' });
      started.push(job.id);
    }
    return started;
  });
  const apps =
    await test.step('an app is deployed by each, with a password that was typed and one that was generated', async () => {
      const applicationId = await defineApplication(
        tomo,
        'keeps-secrets',
        {
          app: {
            image: 'busybox:1.36',
            command: ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 1 & wait; done'],
            environment: { TYPED: `\${TYPED}`, MADE: `\${MADE}` },
          },
        },
        {
          fields: [
            { key: 'TYPED', type: 'password', label: 'Typed', required: true },
            { key: 'MADE', type: 'secret', label: 'Generated', generate: { length: 32, charset: 'alnum' } },
          ],
        },
      );
      const fields = { TYPED: secrets['password typed for an app'] };
      return Promise.all(
        servers.map(async (serverId, index) => {
          const body = { applicationId, serverId, instanceName: `canary-${index}`, fields };
          const { id, jobId } = await startDeploying(await people.next(), body);
          const job = await jobEnd(admin, jobId, 200_000);
          expect(job.state, JSON.stringify(job.lines.slice(-5))).toMatchObject({ status: 'completed' });
          jobs.push(jobId);
          const revealed = await admin.post<{ value: string }>(`/api/v1/apps/${id}/secrets/MADE/reveals`);
          expect(revealed.body.value, revealed.text).toHaveLength(32);
          return { id, generated: revealed.body.value };
        }),
      );
    });
  await people.end();
  await test.step('a wrong password is tried', async () => {
    await page.goto(`/servers/${byPassword}/settings`);
    await page.getByText('Replace sign-in').first().click();
    await fillSignIn(page, { password: secrets['wrong password'] });
    await page.getByRole('button', { name: 'Replace sign-in' }).click();
    await expect(page.getByText('Replaced. Check the server to try it.')).toBeVisible();
    const check = await checkDirectly(admin, byPassword);
    expect(check.state).toMatchObject({ status: 'failed' });
    jobs.push(check.id);
  });
  const sampled = await endOf(sampling);
  // What the app itself is told lies in its own folder, and where Docker keeps the environment of its containers.
  const ofApps: Secrets = {
    ...Object.fromEntries(
      apps.map(({ generated }, index) => [`password generated for app ${index}`, generated]),
    ),
    'password typed for an app': secrets['password typed for an app'] ?? '',
  };
  const { 'password typed for an app': _typed, ...ofServers } = secrets;
  const ids = apps.map(({ id }) => id);
  const all = { ...secrets, ...ofApps };

  expect(tracesIn(sampled.all, decoy), 'processes of the server were seen').toEqual(['decoy']);
  expect(tracesIn(sampled.all, ofServers), 'processes of the server').toEqual([]);
  expect(tracesIn(sampled.commands, all), 'arguments of programs of the server').toEqual([]);
  expect(await tracesOnServer(ofServers), 'files and journal of the server').toEqual([]);
  const files = (await tracesOnServer(ofApps)).filter((file) => !file.startsWith('/run/containerd/'));
  expect(files, 'the folder of each app alone').toEqual(
    apps.map((_app, index) => `/opt/tomo/apps/canary-${index}/.env`),
  );
  expect(tracesIn(await labelsOnServer(), all), 'labels of containers, networks and volumes').toEqual([]);
  expect(await tracesInFolder(tomo.dataDir, all), 'data folder').toEqual([]);
  expect(await tracesInRows(tomo, all), 'rows').toEqual([]);
  expect(tracesIn(tomo.output, all), 'output').toEqual([]);
  expect(tracesIn(here(), all), 'processes of Tomo').toEqual([]);
  expect(await said(), 'answers and addresses while the forms were used').toEqual([]);
  expect(await tracesInPages(admin, servers, jobs, all, ids), 'pages and API').toEqual([]);
  // The same search finds what is there.
  const decoys = Object.values(decoy);
  await execIn(DEBIAN, 'cat >/root/plain', { input: decoys.join() });
  await execIn(DEBIAN, 'cat >/root/hex', { input: Buffer.from(decoys.join()).toString('hex') });
  await execIn(DEBIAN, 'iconv -t utf-16le >/root/wide', { input: decoys.join() });
  const planted = ['/root/hex', '/root/plain', '/root/wide'];
  expect(await tracesOnServer(decoy)).toEqual(expect.arrayContaining(planted));
  await execIn(DEBIAN, `rm ${planted.join(' ')}`);
  expect(await tracesOnServer({ account: 'canary-login' })).toEqual(
    expect.arrayContaining(['/root/journal', '/etc/passwd']),
  );
  expect(await tracesInFolder(tomo.dataDir, { account: 'canary-login' })).not.toEqual([]);
  expect(await tracesInRows(tomo, { account: 'canary-login' })).not.toEqual([]);
  expect(tracesIn(await labelsOnServer(), { id: ids[0] ?? '' }), 'labels were read').toEqual(['id']);
  expect(await tracesInPages(admin, [byPassword], jobs, { account: 'canary-login' })).not.toEqual([]);
});

/**
 * Accounts for every way to become root: sudo asks for the password that one signs in with, for a password although one
 * signs in with a key, for none, and for another one than that of the sign-in (that of root).
 */
async function plantAccounts(): Promise<void> {
  await execIn(
    DEBIAN,
    `for name in canary-login canary-key canary-free canary-own; do useradd -m -s /bin/bash $name; done
     printf '%s\\n' 'canary-login ALL=(ALL) ALL' 'canary-key ALL=(ALL) ALL' 'canary-free ALL=(ALL) NOPASSWD: ALL' 'canary-own ALL=(ALL) ALL' 'Defaults:canary-own rootpw' >/etc/sudoers.d/canary
     install -d -m 700 -o canary-key -g canary-key ~canary-key/.ssh
     install -m 600 -o canary-key -g canary-key /dev/stdin ~canary-key/.ssh/authorized_keys
     rm -f /root/stop-sampling`,
    { input: `${key.publicLine}\n` },
  );
  const lines = Object.entries({
    'canary-login': secrets['login password'],
    'canary-key': secrets['sudo password'],
    'canary-free': secrets['password where sudo wants none'],
    'canary-own': secrets['password where sudo wants another'],
    root: secrets['password of root'],
  })
    .map(([account, password]) => `${account}:${password}\n`)
    .join('');
  const { code, stderr } = await execIn(DEBIAN, 'chpasswd', { input: lines });
  expect(code, stderr).toBe(0);
}

/** Command line and environment of every process, again and again until told to stop; each different one is printed once. */
const sampler = `perl -e '
  my %seen;
  until (-e "/root/stop-sampling") {
    for my $file (glob "/proc/[0-9]*/cmdline /proc/[0-9]*/environ") {
      open my $in, "<", $file or next;
      local $/;
      my $text = <$in>;
      $seen{($file =~ /cmdline/ ? "command " : "environment ") . $text} = 1 if defined $text;
    }
    select undef, undef, undef, 0.005;
  }
  $| = 1;
  print "$_\\0\\n" for keys %seen;
'`;

async function endOf(sampling: ReturnType<typeof execIn>): Promise<{ all: string; commands: string }> {
  await execIn(DEBIAN, 'touch /root/stop-sampling');
  const { stdout } = await sampling;
  await execIn(DEBIAN, 'rm /root/stop-sampling');
  const commands = stdout.split('\0\n').filter((one) => one.startsWith('command '));
  return { all: stdout, commands: commands.join('\n') };
}

async function labelsOnServer(): Promise<string> {
  const { stdout } = await execIn(
    DEBIAN,
    `docker ps -aq | xargs docker inspect -f '{{json .Config.Labels}} {{json .Config.Cmd}} {{json .Path}} {{json .Args}}'
     docker volume ls -q | xargs docker volume inspect; docker network ls -q | xargs docker network inspect`,
  );
  return stdout;
}

/** Every row of every table, as somebody with the database would read them. */
async function tracesInRows(tomo: Tomo, wanted: Secrets): Promise<string[]> {
  const tables = await stored(tomo, "SELECT name FROM sqlite_master WHERE type = 'table'");
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await stored(tomo, `SELECT * FROM "${name}"`);
    const texts = rows.flatMap((row) => Object.values(row).map(String));
    found.push(...tracesIn(texts.join('\n'), wanted).map((secret) => `${secret} in ${name}`));
  }
  return found;
}

/** Files of the server and its journal that hold a secret. The patterns go in over stdin, where no process list shows them. */
async function tracesOnServer(wanted = secrets): Promise<string[]> {
  const texts = Object.values(wanted);
  const wide = texts.map((text) => escaped(Buffer.from(text, 'utf16le'))).join('|');
  const { stdout } = await execIn(
    DEBIAN,
    `read -r wide
     patterns=$(cat)
     journalctl -o cat >/root/journal
     look() { LC_ALL=C grep -rla "$@" -f - /root /home /tmp /var/tmp /var/lib/tomo /var/log /run /dev/shm /etc /opt 2>/dev/null; }
     { printf '%s' "$patterns" | look -F; printf '%s' "$wide" | look -P; } | sort -u
     rm /root/journal`,
    { input: `${wide}\n${texts.flatMap(spellingsOf).join('\n')}` },
  );
  return stdout.split('\n').filter(Boolean);
}

/** Bytes as a regular expression. */
const escaped = (bytes: Buffer) =>
  [...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');

/** Arguments and environment of Tomo and everything it starts, every ten milliseconds until asked. */
function sampleHere(pid: number): () => string {
  const seen = new Set<string>();
  const look = () => {
    for (const process of familyOf(String(pid)))
      for (const file of ['cmdline', 'environ']) seen.add(readIfThere(`/proc/${process}/${file}`));
  };
  const timer = setInterval(look, 10);
  return () => {
    clearInterval(timer);
    look();
    return [...seen].join('\n');
  };
}

/** A process with all that it started, as the kernel lists them. */
function familyOf(pid: string): string[] {
  const threads = listIfThere(`/proc/${pid}/task`);
  const children = threads.flatMap((thread) =>
    readIfThere(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean),
  );
  return [pid, ...children.flatMap(familyOf)];
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function listIfThere(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Hears every answer that the page gets, and every address it asks for. */
function listenTo(page: Page): () => Promise<string[]> {
  const heard: Promise<string[]>[] = [];
  page.on('response', (response) => {
    const address = response.url();
    const texts = [address, ...Object.values(response.headers())];
    heard.push(
      response
        .text()
        .catch(() => '')
        .then((text) =>
          tracesIn([...texts, text].join('\n'), secrets).map((name) => `${name} at ${address}`),
        ),
    );
  });
  return async () => (await Promise.all(heard)).flat();
}

async function tracesInPages(
  admin: Api,
  servers: string[],
  jobs: string[],
  wanted = secrets,
  apps: string[] = [],
): Promise<string[]> {
  const tabs = ['', '/metrics', '/containers', '/preparations', '/settings'];
  const pages = [
    ...[
      '/',
      '/servers',
      '/servers/new',
      '/activity',
      '/audit',
      '/profile',
      '/profile/sessions',
      '/apps',
      '/applications',
      '/settings',
      '/nowhere',
      '/servers/01a20000-0000-7000-8000-000000000000',
    ],
    ...servers.flatMap((id) => tabs.map((tab) => `/servers/${id}${tab}`)),
    ...jobs.map((id) => `/activity/${id}`),
    ...apps.flatMap((id) => ['', '/settings', '/logs'].map((tab) => `/apps/${id}${tab}`)),
  ];
  const doors = [
    ...['servers', 'jobs', 'preparations', 'metrics', 'apps', 'applications'].map(
      (door) => `/api/v1/${door}`,
    ),
    ...servers.flatMap((id) =>
      ['', '/metrics', '/preparations'].map((part) => `/api/v1/servers/${id}${part}`),
    ),
    ...jobs.flatMap((id) => ['', '/stream', '/log'].map((part) => `/api/v1/jobs/${id}${part}`)),
    ...apps.map((id) => `/api/v1/apps/${id}`),
  ];
  const asked: [string, Record<string, string>][] = [
    ...pages.map((page): [string, Record<string, string>] => [page, {}]),
    ...pages.map((page): [string, Record<string, string>] => [page, { rsc: '1' }]),
    ...doors.map((door): [string, Record<string, string>] => [door, {}]),
  ];
  const found: string[] = [];
  for (const [address, headers] of asked) {
    const { text } = await admin.get(address, headers);
    found.push(...tracesIn(text, wanted).map((name) => `${name} at ${address}`));
  }
  return found;
}
