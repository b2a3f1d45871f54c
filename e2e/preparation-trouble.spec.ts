import type { Page } from '@playwright/test';
import type { Api } from './journeys/api';
import { type Job, jobEnd, type Started } from './journeys/jobs';
import { prepared, proof } from './journeys/preparing';
import { accountOf, addressOf, addServerDirectly } from './journeys/servers';
import { expect, test } from './journeys/test';
import { execIn, resetTarget } from './lab/lab.mjs';

/**
 * A server of real life: its clock is wrong, its names do not resolve, its mirror is gone, another program sits in Docker's
 * place, somebody's installation was cut. Each trouble is told in its own words, and each Retry goes on to the next one.
 */
const SERVER = 'debian13';
const on = { tag: ['@preparation', '@debian13'] };

test.setTimeout(240_000);

type Trouble = {
  what: string;
  /** Brings it about on the server. */
  make: string;
  mend: string;
  step: string;
  code: string;
  message: RegExp;
  hint: RegExp;
};

// The servers of the lab share their clock with the machine: the one that is wrong is made by a program in the place of date.
const troubles: Trouble[] = [
  {
    what: 'a clock that is two hours behind',
    make: `printf '#!/bin/sh\\nexec /usr/bin/date -d "2 hours ago" "$@"\\n' >/usr/local/bin/date; chmod 755 /usr/local/bin/date`,
    mend: 'rm /usr/local/bin/date',
    step: 'Check resources',
    code: 'clock',
    message: /^The clock of the server is 1(19|20) minutes behind\./,
    hint: /^Set the clock \(timedatectl set-ntp true/,
  },
  {
    what: 'a name server that does not answer',
    make: `rm -rf /var/lib/apt/lists/*; mkdir /root/apt; cp -a /etc/apt/sources.list* /etc/apt/apt.conf.d /root/apt
           cp /etc/resolv.conf /root/apt/resolv.conf; echo 'nameserver 127.0.0.9' >/etc/resolv.conf
           ${sourcesAre('http://deb.debian.org/debian')}`,
    mend: 'cat /root/apt/resolv.conf >/etc/resolv.conf',
    step: 'Refresh the package index',
    code: 'dns',
    message: /deb\.debian\.org/,
    hint: /DNS|name/i,
  },
  {
    what: 'a mirror that is gone',
    make: sourcesAre('http://127.0.0.1:9/debian'),
    mend: 'true',
    step: 'Refresh the package index',
    code: 'connection_refused',
    message: /: 127\.0\.0\.1:9 refuses connections of the server\.$/,
    hint: /^Check that the address is right/,
  },
  {
    what: 'a mirror without this release',
    make: `mkdir -p /root/empty; cd /root/empty; setsid perl -MIO::Socket::INET -e '
             my $s = IO::Socket::INET->new(LocalAddr => "127.0.0.1:8099", Listen => 5, ReuseAddr => 1) or die;
             while (my $c = $s->accept) { while (<$c>) { last if /^\\r?$/ } print $c "HTTP/1.0 404 Not Found\\r\\nContent-Length: 0\\r\\n\\r\\n"; close $c }
           ' >/dev/null 2>&1 </dev/null & echo $! >/root/apt/pid; ${sourcesAre('http://127.0.0.1:8099/debian')}`,
    mend: `kill "$(cat /root/apt/pid)"; rm -rf /etc/apt/sources.list*; cp -a /root/apt/sources.list* /etc/apt`,
    step: 'Refresh the package index',
    code: 'repository_absent',
    message: /nothing for the release of this server: http:\/\/127\.0\.0\.1:8099\/debian trixie Release\.$/,
    hint: /^Correct or remove its entry on the server/,
  },
  {
    what: 'Podman in the place of Docker',
    make: 'apt-get -qq update; apt-get -qqy --no-install-recommends install gpg >/dev/null; cd /root && apt-get -qq download podman-docker && dpkg --force-depends -i podman-docker_*.deb >/dev/null 2>&1',
    mend: 'dpkg --purge podman-docker >/dev/null',
    step: "Add Docker's repository",
    code: 'docker_conflict',
    message: /^podman-docker is installed and stands in for the docker command\.$/,
    hint: /^Remove it \(apt-get remove podman-docker\), then retry\.$/,
  },
  {
    // snapd does not run in a container: a program that answers as it does stands in its place.
    what: 'Docker as a snap',
    make: `printf '#!/bin/sh\\n[ "$*" = "list docker" ] && echo "docker 28.4.0 3265 latest/stable canonical -"\\n' >/usr/local/bin/snap; chmod 755 /usr/local/bin/snap`,
    mend: 'rm /usr/local/bin/snap',
    step: "Add Docker's repository",
    code: 'docker_conflict',
    message: /^Docker is installed as a snap, which keeps apps away from their folders\.$/,
    hint: /^Remove it \(snap remove docker\), then retry\.$/,
  },
];

function sourcesAre(url: string): string {
  return `rm -rf /etc/apt/sources.list /etc/apt/sources.list.d/*; echo "deb ${url} trixie main" >/etc/apt/sources.list`;
}

test.describe
  .serial('one trouble after another', () => {
    let serverId = '';

    test('each is told in its own words, and Retry leads on', on, async ({ page, admin }) => {
      await resetTarget(SERVER);
      serverId = await addServerDirectly(admin, {
        name: 'unlucky',
        ...addressOf(SERVER),
        ...accountOf('deploy'),
      });
      let jobId = '';
      for (const trouble of troubles) {
        await test.step(trouble.what, async () => {
          await execIn(SERVER, trouble.make);
          if (jobId) jobId = await retryOn(page);
          else jobId = await prepare(admin, serverId);
          const job = await jobEnd(admin, jobId);
          await page.goto(`/activity/${jobId}`);
          expect(job.state, lastLines(job)).toMatchObject({ status: 'failed', errorCode: trouble.code });
          expect(job.state.errorMessage).toMatch(trouble.message);
          expect(job.state.hint).toMatch(trouble.hint);
          await expect(page.getByText(job.state.errorMessage ?? '', { exact: true }).first()).toBeVisible();
          await expect(page.getByText(`Failed at "${trouble.step}"`)).toBeVisible();
          await execIn(SERVER, trouble.mend);
        });
      }
      // An installation that somebody began by hand and that was cut: packages are unpacked and not set up.
      const { stdout } = await execIn(
        SERVER,
        `apt-get -qqy --no-install-recommends -d install docker.io docker-cli >/dev/null
         dpkg --force-depends --unpack /var/cache/apt/archives/*.deb >/dev/null 2>&1; dpkg --audit`,
      );
      expect(stdout).toContain('docker.io');
      jobId = await retryOn(page);
      await expect(page.getByText(/^unlucky is prepared\./)).toBeVisible({ timeout: 120_000 });
      expect(await proof(SERVER)).toEqual({ ...prepared, groups: 'deploy docker' });
    });

    test('Docker is not restarted under containers before somebody agrees', on, async ({ page, admin }) => {
      const started = "docker inspect -f '{{.State.StartedAt}}' theirs; systemctl show docker -p MainPID";
      await execIn(SERVER, 'docker run -d --restart unless-stopped --name theirs busybox:1.36 sleep 900');
      const { stdout: before } = await execIn(SERVER, started);
      expect(before).toMatch(/^2/);
      const jobId = await prepare(admin, serverId, { logRotation: { maxSizeMb: 5, maxFiles: 2 } });
      const job = await jobEnd(admin, jobId);
      expect(job.state, lastLines(job)).toMatchObject({ status: 'completed' });
      expect((await execIn(SERVER, started)).stdout, 'nothing was restarted').toBe(before);
      await page.goto(`/activity/${jobId}`);
      await expect(page.getByText(/its new settings wait for a restart of Docker\.$/)).toBeVisible();

      await page.goto(`/servers/${serverId}/preparations`);
      await expect(page.getByText('New settings of Docker wait for a restart')).toBeVisible();
      await page.getByRole('button', { name: 'Restart Docker…' }).click();
      const dialog = page.getByRole('alertdialog');
      await expect(dialog.getByText('1 container is unreachable for about 10 seconds.')).toBeVisible();
      await dialog.getByRole('button', { name: 'Restart Docker' }).click();
      await expect(
        page.getByText(/^unlucky is prepared\. Docker [^,]+, Compose [^,]+, starts at boot\.$/),
      ).toBeVisible({
        timeout: 60_000,
      });
      const { stdout: after } = await execIn(SERVER, started);
      expect(after).not.toBe(before);
      const { stdout: used } = await execIn(
        SERVER,
        `docker rm -f theirs >/dev/null; docker run -d --name new busybox:1.36 true >/dev/null
         docker inspect -f '{{json .HostConfig.LogConfig.Config}}' new; docker rm -f new >/dev/null`,
      );
      expect(JSON.parse(used)).toEqual({ 'max-size': '5m', 'max-file': '2' });
      await page.goto(`/servers/${serverId}/preparations`);
      await expect(page.getByText('New settings of Docker wait for a restart')).toBeHidden();
    });
  });

async function prepare(admin: Api, serverId: string, more: object = {}): Promise<string> {
  const path = `/api/v1/servers/${serverId}/preparations`;
  const { status, body, text } = await admin.post<Started>(path, { dockerSource: 'distribution', ...more });
  expect(status, text).toBe(202);
  return body.jobId;
}

/** Presses Retry on the page of a job, again if the page was not ready to hear it. Returns the id of the new job. */
async function retryOn(page: Page): Promise<string> {
  const before = page.url();
  await expect(async () => {
    await page.getByRole('button', { name: /^Retry/ }).click({ timeout: 2_000 });
    await expect(page).not.toHaveURL(before, { timeout: 5_000 });
  }).toPass({ timeout: 40_000 });
  return page.url().split('/').at(-1) ?? '';
}

const lastLines = ({ lines }: Job) => JSON.stringify(lines.slice(-15).map(({ message }) => message));
