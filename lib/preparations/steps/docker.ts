import 'server-only';
import { AlreadyDone } from '@/lib/jobs/step';
import { TomoError } from '@/lib/runtime/errors';
import { failedWith, runDetached } from '@/lib/servers/detached-step';
import { readSetting } from '@/lib/settings/read';
import { dockerState, installDocker } from '../scripts/docker';
import { addDockerRepository, dockerRepositoryState } from '../scripts/docker-repository';
import { ask, change, type Preparation, skipWhen } from './context';
import type { System } from './system';

type Source = 'vendor' | 'distribution';
export type InstalledDocker = {
  engine?: string;
  compose?: string;
  /** A package that an interrupted installation left unpacked but not set up. */
  unfinished?: string;
};

/** Why the vendor's repository was not used: exit codes of the script that adds it. */
const FALLBACKS: Record<number, string> = {
  20: "The vendor's repository cannot be reached from the server",
  21: "The vendor's repository is signed with an unexpected key",
  22: "The vendor's repository has no packages for this system",
};

/** What of Docker is installed already; refuses installations that would fight with Tomo's. */
async function askDocker(preparation: Preparation): Promise<InstalledDocker> {
  const found = new Map(
    (await ask(preparation, dockerState)).map((line) => line.split(' ', 2) as [string, string]),
  );
  if (found.has('snap'))
    throw conflict(
      'Docker is installed as a snap, which keeps apps away from their folders.',
      'Remove it (snap remove docker), then retry.',
    );
  if (found.has('conflict'))
    throw conflict(
      'podman-docker is installed and stands in for the docker command.',
      'Remove it (apt-get remove podman-docker), then retry.',
    );
  return { engine: found.get('engine'), compose: found.get('compose'), unfinished: found.get('unfinished') };
}

/** Adds the vendor's package repository, if it is wanted; says visibly when the distribution's packages are taken instead. */
export async function dockerRepositoryStep(preparation: Preparation, system: System): Promise<Source> {
  const { job } = preparation;
  const wanted = job.payload.options.dockerSource ?? readSetting('servers.docker_source');
  const { facts } = await job.step('docker_repository', async (step) => {
    const docker = await askDocker(preparation);
    if (docker.engine && docker.compose && step.remote.ref === null)
      throw new AlreadyDone('Docker and Compose are installed', { source: wanted });
    if (wanted === 'distribution')
      throw new AlreadyDone("the distribution's packages were chosen", { source: 'distribution' });
    const args = {
      url: `${readSetting('servers.docker_repository_url').replace(/\/+$/, '')}/${system.id}`,
      suite: system.codename,
      fingerprint: readSetting('servers.docker_repository_fingerprint'),
    };
    if (
      step.remote.ref === null &&
      (await ask(preparation, dockerRepositoryState, args)).includes('present')
    ) {
      throw new AlreadyDone('the repository is set up', { source: 'vendor' });
    }
    const { exitCode, tail } = await runDetached(step, preparation.server.id, {
      script: addDockerRepository,
      args,
      lock: 'exclusive',
      leaves: 'The entry of the repository may be there; it does no harm.',
    });
    if (exitCode === 0)
      return {
        summary: `Repository of the vendor added for ${system.codename}`,
        facts: { source: 'vendor' },
      };
    const why = FALLBACKS[exitCode];
    if (!why || exitCode === 21)
      throw why ? unexpectedKey() : failedWith('Adding the package repository', exitCode, tail);
    step.log(`${why}. Docker comes from the distribution's own packages instead.`, 'WARNING');
    return { summary: `${why}: using the distribution's packages`, facts: { source: 'distribution' } };
  });
  return (facts?.source as Source | undefined) ?? wanted;
}

/** Installs the engine and Compose v2. */
export async function installDockerStep(preparation: Preparation, source: Source): Promise<void> {
  await preparation.job.step('install_docker', async (step) => {
    const before = await askDocker(preparation);
    skipWhen(
      step,
      Boolean(before.engine && before.compose && !before.unfinished),
      `Docker ${before.engine} and Compose ${before.compose} are installed`,
    );
    await change(preparation, step, {
      script: installDocker,
      args: { source },
      what: 'Installing Docker',
      leaves: 'Docker may be partly installed. Retry completes it.',
    });
    const after = await askDocker(preparation);
    if (!after.engine)
      throw new TomoError('unavailable', 'The packages were installed, but the Docker engine is not there.', {
        hint: 'The log shows what was installed.',
        reason: 'docker_missing',
      });
    if (!after.compose) throw composeMissing(source);
    return { summary: `Docker ${after.engine} and Compose ${after.compose} installed`, facts: { ...after } };
  });
}

function composeMissing(source: Source): TomoError {
  return new TomoError(
    'unavailable',
    'Docker is installed, but this release has no package with Docker Compose v2, which apps need.',
    {
      hint:
        source === 'distribution'
          ? "Make the vendor's repository (or a mirror of it) reachable from the server and prepare it again with Docker from the vendor."
          : 'Install the package docker-compose-plugin on the server, then retry.',
      reason: 'compose_missing',
    },
  );
}

function unexpectedKey(): TomoError {
  return new TomoError(
    'unavailable',
    "The vendor's repository showed another signing key than the one Tomo expects. Nothing was installed from it.",
    {
      hint: 'If you use a mirror with its own key, set its fingerprint. Otherwise somebody may be between the server and the repository.',
      reason: 'repository_key',
    },
  );
}

function conflict(message: string, hint: string): TomoError {
  return new TomoError('conflict', message, { hint, reason: 'docker_conflict' });
}
