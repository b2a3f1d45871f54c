import type { Page } from '@playwright/test';
import { execIn } from '../lab/lab.mjs';
import type { Tomo } from '../support/app';
import type { Api } from './api';
import type { Job, Started } from './jobs';
import { stored } from './stored';

/** Opens the page of a job without waiting for its end: it streams lines until then. */
export const openJob = (page: Page, jobId: string) =>
  page.goto(`/activity/${jobId}`, { waitUntil: 'commit' });

/** Starts a preparation past the pages, with the packages of the distribution unless `options` say otherwise. Returns its job. */
export async function startPreparing(api: Api, serverId: string, options: object = {}): Promise<string> {
  const path = `/api/v1/servers/${serverId}/preparations`;
  const { status, body, text } = await api.post<Started>(path, { dockerSource: 'distribution', ...options });
  if (status !== 202) throw new Error(`${path}: ${status} ${text}`);
  return body.jobId;
}

/** Whether packages of Docker are being unpacked at this moment. */
export function isUnpacking({ steps, lines }: Job): boolean {
  const installs = steps.find(({ key }) => key === 'install_docker')?.status === 'running';
  return (
    installs && lines.some(({ step, message }) => step === 'install_docker' && /^Unpacking /.test(message))
  );
}

/** What a prepared server shows of itself, past Tomo. */
export const prepared = {
  engine: 'answers',
  compose: 'answers',
  service: 'active enabled',
  folders: 'root 700, root 700, root 700',
  audit: '',
  records: '',
};

export async function proof(name: string): Promise<Record<string, string>> {
  const { stdout } = await execIn(
    name,
    `docker version >/dev/null && echo engine=answers
     docker compose version >/dev/null && echo compose=answers
     echo service=$(systemctl is-active docker) $(systemctl is-enabled docker)
     echo folders=$(stat -c '%U %a' /opt/tomo /opt/tomo/apps /var/lib/tomo | paste -sd, | sed 's/,/, /g')
     echo audit=$(dpkg --audit)
     echo records=$(ls /var/lib/tomo/jobs)
     for name in deploy operator; do id -nG $name | grep -qw docker && echo "groups=$name docker"; done; true`,
  );
  return Object.fromEntries(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.split(/=(.*)/, 2)),
  );
}

/** How often apt was asked to install Docker, as its own history tells. */
export async function timesInstalled(name: string): Promise<number> {
  const { stdout } = await execIn(
    name,
    "grep -c '^Commandline: .*install -- docker' /var/log/apt/history.log",
  );
  return Number(stdout);
}

/** Ids of everything that is said to wait or run. */
export async function listUnended(tomo: Tomo): Promise<unknown[]> {
  const rows = await stored(
    tomo,
    `SELECT id FROM jobs WHERE status IN ('pending', 'running')
     UNION ALL SELECT id FROM job_steps WHERE status IN ('pending', 'running')
     UNION ALL SELECT id FROM server_preparations WHERE status IN ('pending', 'running')`,
  );
  return rows.map(({ id }) => id);
}

/**
 * Packages, groups, accounts and everything under /etc of a server. Left out is what every package installation writes anew:
 * the linker's cache, the backup copies and the lock of the account files.
 */
export async function stateOf(name: string): Promise<Record<string, string>> {
  const { stdout } = await execIn(
    name,
    `echo packages=$(dpkg-query -W -f '\${db:Status-Abbrev} \${binary:Package} \${Version}\\n' | sort | sha256sum)
     echo groups=$(sort /etc/group | tr '\\n' ' ')
     echo accounts=$(sort /etc/passwd | tr '\\n' ' ')
     cd /etc && find . -type f ! -name ld.so.cache ! -name .pwd.lock ! -name '*-' -exec sha256sum {} + | sed 's/^\\(.*\\)  \\(.*\\)$/file:\\2=\\1/'
     find . ! -type f ! -name .pwd.lock -printf 'etc:%p=%M %u %g %l\\n'`,
  );
  return Object.fromEntries(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.split(/=(.*)/, 2)),
  );
}
