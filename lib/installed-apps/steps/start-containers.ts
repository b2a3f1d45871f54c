import 'server-only';
import { explain } from '@/lib/jobs/explain/explain';
import { isTomoError } from '@/lib/runtime/errors';
import { failedWith, fullDisksAfter, runDetached } from '@/lib/servers/detached-step';
import type { ServerLink } from '@/lib/servers/link';
import { isSshError } from '@/lib/ssh/errors';
import { lookAtApp } from '../look';
import type { Rendered, RenderInput } from '../render-input';
import { renderVersion } from '../render-version';
import { composeUp, composeUpService } from '../scripts/compose';
import { containerFailure } from './container-failure';
import { onServer, type VersionWork } from './context';
import { stolenPort } from './stolen-port';
import { healthLimitMs } from './verify-app';
import { requireSameConfig, writeProject } from './write-files';

/** Longest wait of Compose in seconds; the verification waits on. A detached step that is silent for 5 min is ended. */
const MOST_WAIT_S = 240;

/** Makes networks and volumes and starts the containers, or those of one service, detached from the connection. */
export async function startContainersStep(work: VersionWork, service?: string): Promise<void> {
  const { input, rendered } = renderVersion(work.app, work.version, work.secrets);
  await work.job.step('start', async (step) => {
    // Taken up after a restart of Tomo, it runs already: then its record on the server tells its end.
    if (step.remote.ref === null && !work.isCompared)
      await onServer(work, (link) => requireOwnFiles(work, link, input, rendered));
    const wait = Math.min(MOST_WAIT_S, Math.ceil(healthLimitMs(input) / 1000));
    const { exitCode, tail } = await runDetached(step, work.serverId, {
      script: service === undefined ? composeUp : composeUpService,
      args: {
        instance: work.app.instanceName,
        wait: String(wait),
        ...(service !== undefined && { service }),
      },
      lock: 'shared',
      leaves: 'Some of its containers may run.',
    });
    if (exitCode === 0)
      return {
        summary:
          service === undefined
            ? startedWords(Object.keys(input.model.services).length)
            : `${service} started`,
      };
    // Compose counts a container that ends as it should as a failure, and one that is slow too.
    const cause = explain(tail);
    if (cause?.id === 'port_in_use') throw await stolenPort(work, input, step, tail);
    if (cause?.exact) {
      const full = await fullDisksAfter(step, work.serverId, tail);
      throw failedWith('Starting the containers', exitCode, [...tail, ...full]);
    }
    const subject = {
      installedAppId: work.app.id,
      model: input.model,
      desired: 'running' as const,
      earlier: {},
    };
    const lookNow = () => onServer(work, (link) => lookAtApp(link, subject, step.signal));
    const look = await lookNow();
    if (look.verdict.status !== 'running') throw await containerFailure(work, look, step, lookNow);
    step.log(`Compose ended with exit code ${exitCode}; the containers themselves are looked at next.`);
    return { summary: look.verdict.sentence };
  });
}

/**
 * Compose reads what was deployed. Files that somebody changed or removed on the server are written anew, visibly: what runs
 * is what was reviewed.
 */
async function requireOwnFiles(
  work: VersionWork,
  link: ServerLink,
  input: RenderInput,
  rendered: Rendered,
): Promise<void> {
  try {
    await requireSameConfig(work, link, input, rendered);
  } catch (error) {
    if (!isTomoError(error) || isSshError(error)) throw error;
    work.job.log('The files on the server are written anew, as they were deployed.', 'WARNING');
    await writeProject(work, link, rendered);
    await requireSameConfig(work, link, input, rendered);
  }
}

const startedWords = (count: number) => (count === 1 ? '1 service started' : `${count} services started`);
