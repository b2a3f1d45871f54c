import 'server-only';
import type { StepRun } from '@/lib/jobs/step';
import { isTomoError, TomoError } from '@/lib/runtime/errors';
import { storeFacts } from '@/lib/servers/check/facts-store';
import { readFacts } from '@/lib/servers/check/read-facts';
import type { RenderInput } from '../render-input';
import { stopAll } from './container-failure';
import { onServer, type VersionWork } from './context';
import { requirePorts } from './require-ports';

/**
 * Why Docker could not bind a port that was free when it was checked: who took it meanwhile, as the server tells now. What
 * was started already is stopped, so that no half of the app runs. `said` are the last lines of Compose.
 */
export async function stolenPort(
  work: VersionWork,
  input: RenderInput,
  step: StepRun,
  said: readonly string[],
): Promise<TomoError> {
  await stopAll(work, step);
  step.log('A port was taken after it had been checked; asking the server who holds it.', 'WARNING');
  const { facts, containers } = await onServer(work, async (link) => ({
    facts: await readFacts(link, step.signal, { updates: false }),
    containers: await link.docker().listContainers({ all: true, signal: step.signal }),
  }));
  // The form that proposes another port knows of it then.
  await storeFacts(work.serverId, facts);
  try {
    await requirePorts(work, input, { facts, containers });
  } catch (error) {
    if (!isTomoError(error) || error.reason !== 'port_taken') throw error;
    const { code, message, hint, reason, data } = error;
    const meanwhile = `${message} It was taken while the app was being started.`;
    return new TomoError(code, meanwhile, { hint, reason, data });
  }
  const port = portIn(said);
  return new TomoError(
    'conflict',
    `Port ${port ?? 'of the app'} was in use when the app was started, and is free again now.`,
    { hint: 'Try again. If it stays, choose another port.', reason: 'port_taken' },
  );
}

/** The port that Docker names: `Bind for 0.0.0.0:8080 failed`, `listen tcp4 127.0.0.1:8080: bind: address already in use`. */
function portIn(said: readonly string[]): string | undefined {
  return said
    .map((line) => /:(\d{1,5})(?: failed|\b.*address already in use)/.exec(line.slice(0, 2_000))?.[1])
    .find((port) => port !== undefined);
}
