import 'server-only';
import { updatePreparationOfJob } from '@/db/preparations/mutations';
import { write } from '@/db/write';
import { TomoError } from '@/lib/runtime/errors';
import { storeFacts } from '@/lib/servers/check/facts-store';
import { describeFacts } from '@/lib/servers/check/facts-text';
import { type ObservedFacts, readFacts } from '@/lib/servers/check/read-facts';
import { withServer } from '@/lib/servers/with-server';
import { resourceState } from '../scripts/system';
import { ask, type Preparation } from './context';

const MIN_FREE_KIB = 2 * 1024 * 1024;
const LOW_MEMORY_BYTES = 512 * 1024 * 1024;
const ARCHITECTURES = new Set(['amd64', 'arm64', 'armhf']);

/** A system that Tomo knows how to prepare. */
export type System = { id: string; codename: string; version: string; name: string };

/** Connects and says as whom; the host key and the sign-in are checked on the way. */
export async function connectStep(preparation: Preparation): Promise<void> {
  const { job, server } = preparation;
  await job.step('connect', async (step) => {
    await withServer(
      server.id,
      async (link) => {
        for (const secret of link.secrets) step.addSecret(secret);
        const root = await link.root({ script: resourceState, timeoutMs: 30_000, signal: job.signal });
        if (root.exitCode !== 0)
          throw new TomoError('unavailable', 'The server answered, but its shell does not work.', {
            hint: root.stderr.slice(0, 300),
            reason: 'shell_broken',
          });
      },
      {
        signal: job.signal,
        onStage: ({ stage, durationMs }) => step.log(`${stageWords[stage]}: ${Math.round(durationMs)} ms`),
      },
    );
    return { summary: `Signed in as ${server.username}, root rights proven` };
  });
}

const stageWords = {
  resolve: 'Name resolved',
  tcp: 'Port answered',
  host_key: 'Host key is the trusted one',
  sign_in: 'Sign-in accepted',
};

/** Finds out what the server is and refuses, with what was found, a system that Tomo does not prepare. */
export async function detectSystemStep(preparation: Preparation): Promise<System> {
  const { job, server } = preparation;
  const { facts } = await job.step('detect_system', async (step) => {
    const found = await withServer(server.id, (link) => readFacts(link, job.signal), { signal: job.signal });
    await storeFacts(server.id, found);
    for (const line of describeFacts(found)) step.log(line);
    await write((tx) =>
      updatePreparationOfJob(tx, job.id, { detectedOs: found.os.name, osFamily: found.os.family }),
    );
    return { summary: found.os.name, facts: supportedSystem(found.os) };
  });
  return facts as System;
}

/** The system as a preparation needs it. Throws with what was found when it is none that Tomo prepares. */
function supportedSystem(os: ObservedFacts['os']): System {
  if (os.family === 'debian' && os.codename)
    return { id: baseOf(os), codename: os.codename, version: os.version ?? '', name: os.name };
  throw new TomoError('unavailable', `Tomo does not prepare this system: ${os.name}.`, {
    hint: `Found ID=${os.id}${os.idLike.length > 0 ? `, ID_LIKE="${os.idLike.join(' ')}"` : ''}. Tomo prepares Debian, Ubuntu and Raspberry Pi OS. Install Docker with Compose v2 by hand, then check the server again.`,
    reason: 'unsupported_system',
  });
}

// Under which name the vendor keeps packages for it.
function baseOf(os: ObservedFacts['os']): string {
  if (os.id === 'ubuntu' || os.idLike.includes('ubuntu')) return 'ubuntu';
  return os.id === 'raspbian' ? 'raspbian' : 'debian';
}

/** Checks room, processor, init system and package manager before anything is changed. */
export async function checkResourcesStep(preparation: Preparation): Promise<void> {
  await preparation.job.step('check_resources', async (step) => {
    const found = new Map(
      (await ask(preparation, resourceState)).map((line) => line.split(' ', 2) as [string, string]),
    );
    const freeKib = Number(found.get('free'));
    if (!(freeKib >= MIN_FREE_KIB)) {
      throw new TomoError(
        'unavailable',
        `Only ${(freeKib / 1048576).toFixed(1)} GiB are free on the disk of /var; 2 GiB are needed.`,
        { hint: 'Free some space on the server, then retry.', reason: 'no_space' },
      );
    }
    const architecture = found.get('architecture') ?? 'unknown';
    if (!ARCHITECTURES.has(architecture)) {
      throw new TomoError('unavailable', `Docker has no packages for this processor: ${architecture}.`, {
        hint: 'Supported are amd64, arm64 and armhf.',
        reason: 'wrong_architecture',
      });
    }
    if (!found.has('init'))
      throw new TomoError(
        'unavailable',
        'This system does not run systemd, which starts the Docker engine.',
        { hint: 'Use a system with systemd.', reason: 'no_systemd' },
      );
    if (!found.has('packages'))
      throw new TomoError('unavailable', 'apt-get is missing on this system.', {
        hint: 'Repair the package manager, then retry.',
        reason: 'no_package_manager',
      });
    const info = preparation.server.systemInfo as { memory?: { totalBytes: number } } | null;
    if (info?.memory && info.memory.totalBytes < LOW_MEMORY_BYTES)
      step.log('Less than 512 MiB of memory: small apps only.', 'WARNING');
    return { summary: `${(freeKib / 1048576).toFixed(1)} GiB free, ${architecture}, systemd, apt` };
  });
}
