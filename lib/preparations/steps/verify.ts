import 'server-only';
import { AlreadyDone } from '@/lib/jobs/step';
import { TomoError } from '@/lib/runtime/errors';
import { storeFacts } from '@/lib/servers/check/facts-store';
import { readFacts } from '@/lib/servers/check/read-facts';
import { lasting } from '@/lib/servers/lasting';
import type { LookingStep } from '../graph/step';

/** Proves the result: the engine answers through Tomo's own way, Compose answers, the service starts at boot. */
export const verify: LookingStep = {
  key: 'verify',
  needs: ['start_service', 'user_group', 'folders', 'own_sign_in'],
  async look({ server, mode, factsOf }, step) {
    if (mode === 'plan') throw new AlreadyDone('it looks at the result, and a plan changes nothing');
    const found = await lasting(step, server.id, async (link) => {
      const engine = await link.docker().version();
      step.log(`The engine answers: version ${engine.version}, API ${engine.apiVersion}`);
      return readFacts(link, step.signal);
    });
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
    if (docker.service?.startsAtBoot === false || !docker.service)
      throw new TomoError('unavailable', 'The Docker service does not start at boot.', {
        hint: 'Retry; if it stays, look at systemctl status docker.',
        reason: 'service_disabled',
      });
    if (found.rebootRequired)
      step.log(
        `The server asks for a reboot${found.rebootPackages.length > 0 ? `: ${found.rebootPackages.join(', ')}` : ''}. Tomo does not reboot it.`,
        'WARNING',
      );
    const { restartWaitsFor } = factsOf('engine_settings');
    const open = [
      found.rebootRequired && 'the server asks for a reboot',
      restartWaitsFor !== undefined && 'its new settings wait for a restart of Docker',
    ].filter(Boolean);
    return {
      summary: [
        `Docker ${docker.engineVersion}`,
        `Compose ${docker.composeVersion}`,
        'starts at boot',
        ...open,
      ].join(', '),
      facts: { engine: docker.engineVersion, compose: docker.composeVersion, restartWaitsFor },
    };
  },
};
