import 'server-only';
import { TomoError } from '@/lib/runtime/errors';
import { lasting } from '@/lib/servers/lasting';
import { remoteScript } from '@/lib/ssh/command';
import type { LookingStep } from '../graph/step';

const shellWorks = remoteScript('shell-works', 'id -u\n');

const stageWords = {
  resolve: 'Name resolved',
  tcp: 'Port answered',
  host_key: 'Host key is the trusted one',
  sign_in: 'Sign-in accepted',
};

/** Connects and says as whom; the host key and the sign-in are checked on the way. */
export const connect: LookingStep = {
  key: 'connect',
  needs: [],
  async look({ server }, step) {
    await lasting(
      step,
      server.id,
      async (link) => {
        const root = await link.root({ script: shellWorks, timeoutMs: 30_000, signal: step.signal });
        if (root.exitCode !== 0)
          throw new TomoError('unavailable', 'The server answered, but its shell does not work.', {
            hint: root.stderr.slice(0, 300),
            reason: 'shell_broken',
          });
      },
      {
        unreached: 'fail',
        onStage: ({ stage, durationMs }) => step.log(`${stageWords[stage]}: ${Math.round(durationMs)} ms`),
      },
    );
    return { summary: `Signed in as ${server.username}, root rights proven` };
  },
};
