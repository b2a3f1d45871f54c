import 'server-only';
import { AlreadyDone } from '@/lib/jobs/step';
import { TomoError } from '@/lib/runtime/errors';
import { storeFacts } from '@/lib/servers/check/facts-store';
import { readFacts } from '@/lib/servers/check/read-facts';
import { withServer } from '@/lib/servers/with-server';
import {
  folderState,
  groupState,
  joinGroup,
  makeFolders,
  serviceState,
  startService,
} from '../scripts/system';
import { ask, change, type Preparation, skipWhen } from './context';

/** Starts the engine now and at every boot. */
export async function startServiceStep(preparation: Preparation): Promise<void> {
  await preparation.job.step('start_service', async (step) => {
    const state = await ask(preparation, serviceState);
    skipWhen(
      step,
      state.includes('active') && state.includes('enabled'),
      'the service runs and starts at boot',
    );
    await change(preparation, step, {
      script: startService,
      what: 'Starting the Docker service',
      leaves: 'The service may be running.',
    });
    return { summary: 'The service runs and starts at boot' };
  });
}

/** Lets the account use the engine; root needs nothing. */
export async function userGroupStep(preparation: Preparation): Promise<void> {
  const account = preparation.server.username;
  await preparation.job.step('user_group', async (step) => {
    if (account === 'root') throw new AlreadyDone('root may use the engine anyway');
    skipWhen(
      step,
      (await ask(preparation, groupState, { account })).includes('member'),
      `${account} is in the group docker`,
    );
    await change(preparation, step, {
      script: joinGroup,
      args: { account },
      what: `Adding ${account} to the group docker`,
      leaves: `${account} may be in the group docker.`,
    });
    return { summary: `${account} joined the group docker` };
  });
}

/** Makes the folders that Tomo keeps apps and job records in. */
export async function foldersStep(preparation: Preparation): Promise<void> {
  await preparation.job.step('folders', async (step) => {
    skipWhen(step, (await ask(preparation, folderState)).includes('ready'), 'they exist');
    await change(preparation, step, {
      script: makeFolders,
      what: 'Making the folders',
      leaves: 'Some of the folders may exist.',
    });
    return { summary: '/opt/tomo/apps and /var/lib/tomo' };
  });
}

/** Proves the result: the engine answers through Tomo's own way, Compose answers, the service starts at boot. */
export async function verifyStep(preparation: Preparation): Promise<Record<string, unknown>> {
  const { job, server } = preparation;
  const { facts } = await job.step('verify', async (step) => {
    const found = await withServer(
      server.id,
      async (link) => {
        const engine = await link.docker().version();
        step.log(`The engine answers: version ${engine.version}, API ${engine.apiVersion}`);
        return readFacts(link, job.signal);
      },
      { signal: job.signal },
    );
    await storeFacts(server.id, found);
    const { docker } = found;
    if (docker.status !== 'ready')
      throw new TomoError('unavailable', 'The Docker engine does not answer.', {
        hint: docker.problemText ?? 'Look at journalctl -u docker on the server.',
        reason: 'docker_not_running',
      });
    if (!docker.composeVersion)
      throw new TomoError('unavailable', 'Docker Compose v2 does not answer.', {
        hint: 'Prepare the server with the packages of the vendor.',
        reason: 'compose_missing',
      });
    step.log(`Compose answers: version ${docker.composeVersion}`);
    if (!docker.service?.startsAtBoot)
      throw new TomoError('unavailable', 'The Docker service does not start at boot.', {
        hint: 'Retry; if it stays, look at systemctl status docker.',
        reason: 'service_disabled',
      });
    return {
      summary: `Docker ${docker.engineVersion}, Compose ${docker.composeVersion}, starts at boot`,
      facts: { engine: docker.engineVersion, compose: docker.composeVersion },
    };
  });
  return facts ?? {};
}
