import 'server-only';
import { updatePreparationOfJob } from '@/db/preparations/mutations';
import { write } from '@/db/write';
import { TomoError } from '@/lib/runtime/errors';
import { storeFacts } from '@/lib/servers/check/facts-store';
import { describeFacts } from '@/lib/servers/check/facts-text';
import { readFacts } from '@/lib/servers/check/read-facts';
import { lasting } from '@/lib/servers/lasting';
import { families, familyOf } from '../families/families';
import type { Family, Os } from '../families/family';
import { showFunctions } from '../graph/run-step';
import type { LookingStep } from '../graph/step';
import { isProven } from '../plan-note';

/** Finds out what the server is and refuses, with what was found, a system that Tomo does not prepare. */
export const detectSystem: LookingStep = {
  key: 'detect_system',
  needs: ['connect'],
  async look({ server, mode }, step) {
    const found = await lasting(step, server.id, (link) => readFacts(link, step.signal));
    await storeFacts(server.id, found);
    for (const line of describeFacts(found)) step.log(line);
    await write((tx) =>
      updatePreparationOfJob(tx, step.jobId, { detectedOs: found.os.name, osFamily: found.os.family }),
    );
    const family = supportedFamily(found.os);
    if (!isProven(family, found.os))
      step.log(
        `The plan for ${family.name} is held by tests and was not yet seen through on a machine of this release.`,
        'WARNING',
      );
    if (mode === 'plan') showFunctions(family, step);
    return {
      summary: found.os.name,
      facts: {
        family: family.key,
        os: found.os,
        memoryBytes: found.memory.totalBytes,
        clockOffsetSeconds: found.clockOffsetSeconds,
        inContainer: CONTAINERS.has(found.virtualisation ?? ''),
        rebootRequired: found.rebootRequired,
      },
    };
  },
};

// In the words of systemd-detect-virt: clock and swap of a container are those of its host.
const CONTAINERS = new Set([
  'docker',
  'podman',
  'lxc',
  'lxc-libvirt',
  'systemd-nspawn',
  'openvz',
  'container-other',
  'rkt',
  'wsl',
  'proot',
]);

/** The family of a system. Throws with what was found when it is none that Tomo prepares. */
export function supportedFamily(os: Os): Family {
  const family = familyOf(os);
  if (family && (family.vendor === null || family.vendor(os))) return family;
  throw new TomoError('unavailable', `Tomo does not prepare this system: ${os.name}.`, {
    hint: `Found ID=${os.id}${os.idLike.length > 0 ? `, ID_LIKE="${os.idLike.join(' ')}"` : ''}${os.version ? `, VERSION_ID=${os.version}` : ''}. Tomo prepares ${families.map(({ name }) => name).join('; ')}. Install Docker with Compose v2 by hand, then check the server again.`,
    reason: 'unsupported_system',
  });
}
