import type { Api } from './journeys/api';
import { countTo, type Job, jobEnd, type Started, storedLines } from './journeys/jobs';
import { prepared, proof, stateOf } from './journeys/preparing';
import { accountOf, addressOf, addServerDirectly } from './journeys/servers';
import { stored } from './journeys/stored';
import { expect, test } from './journeys/test';
import { execIn, resetTarget } from './lab/lab.mjs';
import type { Tomo } from './support/app';

/**
 * A plan shows everything and changes nothing; a preparation does what its plan showed; an undo takes back what Tomo changed
 * and nothing else.
 */
const SERVER = 'debian13c';
const on = { tag: ['@preparation', '@debian13c'] };

// As the server sees it: nothing listens there.
test.use({ settings: { 'servers.docker_repository_url': 'http://127.0.0.1:9/linux' } });
test.setTimeout(240_000);

const options = {
  dockerSource: 'vendor',
  logRotation: { maxSizeMb: 7, maxFiles: 2 },
  liveRestore: true,
  timeSync: true,
  securityUpgrades: true,
  swapMb: 512,
  openPorts: ['80/tcp', '443/tcp'],
};

test.describe
  .serial('a fresh server', () => {
    let serverId = '';
    let before: Record<string, string> = {};
    let plan: Command[] = [];

    test('a dry run shows the commands of every step and changes nothing', on, async ({ tomo, admin }) => {
      await resetTarget(SERVER);
      await execIn(SERVER, 'apt-get -q update');
      serverId = await addServerDirectly(admin, {
        name: 'undone',
        ...addressOf(SERVER),
        ...accountOf('deploy'),
      });
      before = await stateOf(SERVER);
      const job = await run(admin, `/api/v1/servers/${serverId}/preparations/plans`, options);
      expect(await stateOf(SERVER)).toEqual(before);
      plan = await commandsOf(tomo, job.id);
      expect(plan.map(({ script }) => script)).toEqual(
        expect.arrayContaining([
          'add-docker-repository',
          'install-docker',
          'write-engine-settings',
          'join-docker-group',
        ]),
      );
      const lines = await storedLines(tomo, job.id);
      for (const words of ['pm_install $names', 'apt-get -q', 'usermod -a -G docker'])
        expect(
          lines.some(({ message }) => message.includes(words)),
          words,
        ).toBe(true);
    });

    test(
      'a preparation runs the commands of its dry run, and keeps what others wrote',
      on,
      async ({ tomo, admin }) => {
        const original = await execIn(SERVER, 'cat /etc/docker/daemon.json');
        const job = await run(admin, `/api/v1/servers/${serverId}/preparations`, options);
        // What a package does by itself (its service starts) is found done, and its command not run again.
        const skipped = job.steps.filter(({ status }) => status === 'skipped').map(({ key }) => key);
        expect(skipped.filter((key) => plan.some(({ args }) => args.step === key))).toEqual([
          'start_service',
        ]);
        expect(await commandsOf(tomo, job.id)).toEqual(
          plan.filter(({ args }) => !skipped.includes(args.step ?? '')),
        );
        expect(await proof(SERVER)).toEqual({ ...prepared, groups: 'deploy docker' });
        const { stdout } = await execIn(SERVER, 'cat /etc/docker/daemon.json');
        expect(JSON.parse(stdout)).toEqual({
          ...JSON.parse(original.stdout),
          'log-opts': { 'max-size': '7m', 'max-file': '2' },
          'live-restore': true,
        });
        const copy = await execIn(SERVER, 'cat /etc/docker/daemon.json.tomo-*');
        expect(copy.stdout).toBe(original.stdout);
        const live = await execIn(SERVER, "docker info -f '{{.LiveRestoreEnabled}}'");
        expect(live.stdout.trim()).toBe('true');
        const again = await run(admin, `/api/v1/servers/${serverId}/preparations`, options);
        expect(again.steps.filter(({ status }) => status !== 'skipped').map(({ key }) => key)).toEqual([
          'connect',
          'detect_system',
          'check_resources',
          'verify',
        ]);
      },
    );

    test('an undo takes back what Tomo changed and nothing else', on, async ({ tomo, page, admin }) => {
      const mine = '/etc/apt/keyrings/mine /etc/mine /var/lib/docker/volumes/mine';
      await execIn(SERVER, `mkdir -p /etc/apt/keyrings; for file in ${mine}; do echo mine >$file; done`);
      const path = `/api/v1/servers/${serverId}/preparations`;
      await page.goto(`/servers/${serverId}/preparations`);
      await page.getByRole('button', { name: 'Plan the undo' }).click();
      await page.getByRole('link', { name: 'Preparations of this server' }).click({ timeout: 60_000 });
      await expect(page.getByText(/^Remove \d+ packages: (.*, )?docker\.io(,|$)/)).toBeVisible();
      await expect(page.getByText(/^Put \/etc\/docker\/daemon\.json back as it was/)).toBeVisible();
      await page.getByRole('button', { name: 'Undo these changes' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Undo these changes' }).click();
      await page.waitForURL(/\/activity\//);
      await expect(page.getByText('What Tomo changed on undone is taken back.')).toBeVisible({
        timeout: 120_000,
      });
      const job = await jobEnd(admin, page.url().split('/').at(-1) ?? '');
      expect(job.steps.at(-1)?.summary).toBe('Docker is gone');
      const { stdout } = await execIn(SERVER, `cat ${mine}; rm ${mine}`);
      expect(stdout).toBe('mine\nmine\nmine\n');
      expect(await stateOf(SERVER)).toEqual(before);
      expect((await storedLines(tomo, job.id)).map(({ seq }) => seq)).toEqual(
        countTo((await storedLines(tomo, job.id)).length),
      );
      // The plan was about changes that are gone by now.
      const [plan] = await stored(
        tomo,
        "SELECT id FROM server_preparations WHERE options LIKE '%undo%' ORDER BY id DESC",
      );
      expect((await admin.post(`${path}/undos`, { planId: String(plan?.id) })).status).toBe(409);
      const log = await admin.get(`/api/v1/preparations/${plan?.id}/log`);
      expect(log.text).toContain('Remove the package docker.io');
    });
  });

type Command = { script: string; digest: string; args: Record<string, string> };

/** What the steps of a job ran, or would run, as they recorded it. */
async function commandsOf(tomo: Tomo, jobId: string): Promise<Command[]> {
  const rows = await stored(tomo, 'SELECT result FROM job_steps WHERE job_id = ? ORDER BY position', [jobId]);
  return rows.flatMap(({ result }) => {
    const { facts } = JSON.parse(String(result ?? '{}')) as { facts?: { command?: Command } };
    return facts?.command ? [facts.command] : [];
  });
}

async function run(admin: Api, path: string, body: object): Promise<Job> {
  const { status, body: started, text } = await admin.post<Started>(path, body);
  expect(status, text).toBe(202);
  const job = await jobEnd(admin, started.jobId, 180_000);
  expect(job.state, JSON.stringify(job.lines.slice(-12), null, 1)).toMatchObject({ status: 'completed' });
  return job;
}
