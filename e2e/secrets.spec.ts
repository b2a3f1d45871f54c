import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { Api } from './journeys/api';
import { jobEnd, type Started } from './journeys/jobs';
import {
  addressOf,
  addServer,
  checkDirectly,
  checkShown,
  fillSignIn,
  lastCheck,
  submitServer,
  trustOnFirstUse,
} from './journeys/servers';
import { expect, test } from './journeys/test';
import { type Secrets, spellingsOf, tracesIn, tracesInFolder } from './journeys/traces';
import { execIn } from './lab/lab.mjs';
import { makeSshKey } from './support/ssh-keys';

/**
 * G21: secrets that people entrust to Tomo are planted, used in every way Tomo uses them – also where something goes wrong –
 * and then looked for wherever they could have been left.
 */
const DEBIAN = 'debian13';

const random = () => randomBytes(9).toString('hex');
const odd = (name: string) => `${name} ${random()} 'ü"$&`;
const secrets: Secrets = {
  'login password': odd('canary-login'),
  'sudo password': odd('canary-sudo'),
  passphrase: odd('canary-phrase'),
  'wrong password': odd('canary-wrong'),
};
// The middle of the key: the ends of it look like those of any other.
const key = makeSshKey(['-t', 'ed25519', '-N', secrets.passphrase ?? '', '-a', '1']);
secrets['private key'] = key.privateKey.split('\n')[2] ?? '';
// Not a secret: what is found must be found.
const decoy: Secrets = { decoy: `decoy-${random()}` };

test.setTimeout(240_000);

test('G21 planted secrets are nowhere to be found after adding, checking, failing and preparing', {
  tag: ['@wire', '@debian13'],
}, async ({ tomo, page, admin }) => {
  await plantAccounts();
  const said = listenTo(page);
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
  const jobs = await test.step('each prepares the server', async () => {
    const started = [];
    for (const id of [byPassword, byKey]) {
      const { body } = await admin.post<Started>(`/api/v1/servers/${id}/preparations`, {
        dockerSource: 'distribution',
      });
      const job = await jobEnd(admin, body.jobId);
      expect(job.state, JSON.stringify(job.lines.slice(-5))).toMatchObject({ status: 'completed' });
      started.push(job.id);
    }
    return started;
  });
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

  expect(tracesIn(sampled, decoy), 'processes of the server were seen').toEqual(['decoy']);
  expect(tracesIn(sampled, secrets), 'processes of the server').toEqual([]);
  expect(await tracesOnServer(), 'files and journal of the server').toEqual([]);
  expect(await tracesInFolder(tomo.dataDir, secrets), 'data folder').toEqual([]);
  expect(tracesIn(tomo.output, secrets), 'output').toEqual([]);
  expect(tracesIn(processesHere(tomo.pid), secrets), 'processes of Tomo').toEqual([]);
  expect(await said(), 'answers and addresses while the forms were used').toEqual([]);
  expect(await tracesInPages(admin, [byPassword, byKey], jobs), 'pages and API').toEqual([]);
  // The same search finds what is there.
  expect(await tracesOnServer({ account: 'canary-login' })).toEqual(
    expect.arrayContaining(['/root/journal', '/etc/passwd']),
  );
  expect(await tracesInFolder(tomo.dataDir, { account: 'canary-login' })).not.toEqual([]);
  expect(await tracesInPages(admin, [byPassword], jobs, { account: 'canary-login' })).not.toEqual([]);
});

/** Two accounts that sudo asks for a password: one signs in with it, the other with the key. */
async function plantAccounts(): Promise<void> {
  await execIn(
    DEBIAN,
    `for name in canary-login canary-key; do id $name >/dev/null 2>&1 || useradd -m -s /bin/bash $name; gpasswd -d $name docker; done
     printf 'canary-login ALL=(ALL) ALL\\ncanary-key ALL=(ALL) ALL\\n' >/etc/sudoers.d/canary
     install -d -m 700 -o canary-key -g canary-key ~canary-key/.ssh
     install -m 600 -o canary-key -g canary-key /dev/stdin ~canary-key/.ssh/authorized_keys
     rm -rf /root/stop-sampling /opt/tomo`,
    { input: `${key.publicLine}\n` },
  );
  const lines = `canary-login:${secrets['login password']}\ncanary-key:${secrets['sudo password']}\n`;
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
      $seen{$text} = 1 if defined $text;
    }
    select undef, undef, undef, 0.005;
  }
  $| = 1;
  print "$_\\n" for keys %seen;
'`;

async function endOf(sampling: ReturnType<typeof execIn>): Promise<string> {
  await execIn(DEBIAN, 'touch /root/stop-sampling');
  const { stdout } = await sampling;
  await execIn(DEBIAN, 'rm /root/stop-sampling');
  return stdout;
}

/** The patterns go in over stdin, where no process list shows them. */
async function tracesOnServer(wanted = secrets): Promise<string[]> {
  const patterns = Object.values(wanted).flatMap(spellingsOf).join('\n');
  const { stdout } = await execIn(
    DEBIAN,
    `patterns=$(cat)
     journalctl -o cat >/root/journal
     printf '%s' "$patterns" | grep -rlaF -f - /root /home /tmp /var/tmp /var/lib/tomo /var/log /run /dev/shm /etc /opt 2>/dev/null
     rm /root/journal`,
    { input: patterns },
  );
  return stdout.split('\n').filter(Boolean);
}

function processesHere(pid: number): string {
  const own = readdirSync('/proc').filter((name) => name === String(pid) || isChildOf(name, pid));
  return own
    .flatMap((name) => ['cmdline', 'environ'].map((file) => readFileSync(`/proc/${name}/${file}`, 'utf8')))
    .join('\n');
}

function isChildOf(name: string, pid: number): boolean {
  if (!/^\d+$/.test(name)) return false;
  try {
    return readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] === String(pid);
  } catch {
    return false;
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
    ],
    ...servers.flatMap((id) => tabs.map((tab) => `/servers/${id}${tab}`)),
    ...jobs.map((id) => `/activity/${id}`),
  ];
  const doors = [
    ...['servers', 'jobs', 'preparations', 'metrics', 'apps', 'applications'].map(
      (door) => `/api/v1/${door}`,
    ),
    ...servers.flatMap((id) =>
      ['', '/metrics', '/preparations'].map((part) => `/api/v1/servers/${id}${part}`),
    ),
    ...jobs.flatMap((id) => ['', '/stream', '/log'].map((part) => `/api/v1/jobs/${id}${part}`)),
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
