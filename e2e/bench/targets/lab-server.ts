import type { Api } from '@/e2e/journeys/api';
import { jobEnd, type Started } from '@/e2e/journeys/jobs';
import { accountOf, addressOf, addServerDirectly } from '@/e2e/journeys/servers';
import { setSettings } from '@/e2e/journeys/stored';
import { execIn, resetTarget, vendorRepository } from '@/e2e/lab/lab.mjs';
import type { Tomo } from '@/e2e/support/app';
import { Skip } from '../anchors/debian';
import type { Bench } from '../goal';
import { labServer } from '../needs.mjs';

/** Whether Compose answers there: then a goal before this one, or an earlier run, has prepared it. */
const isPrepared = async () => (await execIn(labServer, 'docker compose version')).code === 0;

/** Adds the lab's server to Tomo and lets Tomo prepare it, unless that was done. Returns its id. */
export async function preparedServer(bench: Bench, tomo: Tomo, admin: Api): Promise<string> {
  if (!bench.lab) throw new Skip(`the server ${labServer} of the lab is not up`);
  const { url, fingerprint } = vendorRepository();
  await setSettings(tomo, {
    'servers.docker_repository_url': url.replace(/\/debian$/, ''),
    'servers.docker_repository_fingerprint': fingerprint,
  });
  if (!(await isPrepared())) await resetTarget(labServer);
  const server = { name: labServer, ...addressOf(labServer), ...accountOf('root') };
  const serverId = await addServerDirectly(admin, server);
  bench.say(`${labServer} is being prepared`);
  const path = `/api/v1/servers/${serverId}/preparations`;
  const { body, text } = await admin.post<Started>(path, { dockerSource: 'vendor' });
  const { state } = await jobEnd(admin, body.jobId, 600_000);
  if (state.status !== 'completed')
    throw new Error(`the server could not be prepared: ${state.errorMessage ?? text}`);
  return serverId;
}

/** Runs a command there, past Tomo, and returns what it prints. Throws when it fails. */
export async function there(command: string): Promise<string> {
  const { code, stdout, stderr } = await execIn(labServer, command);
  if (code !== 0) throw new Error(`${command.slice(0, 80)} ended with ${code}: ${stderr || stdout}`);
  return stdout.trim();
}
