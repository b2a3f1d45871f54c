import 'server-only';
import { updateInstalledApp } from '@/db/installed-apps/mutations';
import { write } from '@/db/write';
import { explain } from '@/lib/jobs/explain/explain';
import { LineSplitter } from '@/lib/jobs/line-splitter';
import type { StepRun } from '@/lib/jobs/step';
import { nowIso, sleep } from '@/lib/runtime/clock';
import { messageOf, TomoError } from '@/lib/runtime/errors';
import type { ServerLink } from '@/lib/servers/link';
import type { Look } from '../look';
import { stopContainers } from '../scripts/objects';
import { onServer, type VersionWork } from './context';

const LAST_LINES = 40;

/**
 * What went wrong with the containers of an app, as an error with the known cause. Their last lines go to the log; containers
 * that end again and again are stopped, so that they do not spin until somebody looks. `lookAgain` judges them anew.
 */
export async function containerFailure(
  work: VersionWork,
  seen: Look,
  step: StepRun,
  lookAgain: () => Promise<Look>,
): Promise<TomoError> {
  const look = await atRest(seen, lookAgain);
  const { verdict, containers } = look;
  const bad = verdict.services.filter(({ state }) => state !== 'ok').map(({ service }) => service);
  const lines: string[] = [];
  for (const container of containers) {
    const service = container.labels['com.docker.compose.service'] ?? container.name;
    if (!bad.includes(service)) continue;
    const last = await onServer(work, (link) => lastLines(link, container.id)).catch(() => []);
    for (const line of last) step.log(`${service} | ${line}`, 'WARNING', 'stderr');
    lines.push(...last);
  }
  const ended = verdict.services.some(({ state }) => state === 'bad' || state === 'stopped');
  if (ended) await stopAll(work, step);
  await write((tx) => updateInstalledApp(tx, work.app.id, { ...look.columns, statusCheckedAt: nowIso() }));
  const cause = explain(lines, { of: 'container' });
  const slow = !ended && !verdict.settled;
  return new TomoError(
    'unavailable',
    slow ? `Not healthy in time. ${verdict.sentence}` : whole(verdict.sentence),
    {
      hint: cause
        ? `${cause.sentence} ${cause.action}`
        : (verdict.hint ?? 'Look at the last lines of its containers above.'),
      reason: cause?.id ?? (slow ? 'not_healthy' : 'container_ended'),
    },
  );
}

/** A container between two crashes shows no exit code: waits up to 5 s for a look at one that has ended. */
async function atRest(seen: Look, lookAgain: () => Promise<Look>): Promise<Look> {
  let look = seen;
  for (let tries = 0; tries < 10; tries += 1) {
    const between = look.containers.some(
      ({ state, restartCount }) => restartCount > 0 && state.status === 'running',
    );
    if (!between || !look.verdict.services.some(({ state }) => state === 'bad')) return look;
    await sleep(500);
    look = await lookAgain();
  }
  return seen;
}

async function lastLines(link: ServerLink, containerId: string): Promise<string[]> {
  const splitters = { stdout: new LineSplitter(0), stderr: new LineSplitter(0) };
  const lines: string[] = [];
  for await (const { stream, chunk } of link.docker().containerLogs(containerId, { tail: LAST_LINES }))
    lines.push(...splitters[stream].push(chunk).map(({ text }) => text));
  for (const splitter of Object.values(splitters)) lines.push(...[splitter.end()?.text ?? []].flat());
  return lines.slice(-LAST_LINES);
}

/** Ends the containers of an app and leaves them where they are, so that their logs can be read. */
export async function stopAll(work: VersionWork, step: StepRun): Promise<void> {
  step.log('Stopping its containers. They stay, with their logs.');
  await onServer(work, (link) =>
    link.root({ script: stopContainers, args: { instance_id: work.app.id }, timeoutMs: 180_000 }),
  ).catch((error) => step.log(messageOf(error), 'WARNING'));
}

/** Sentences about one service begin with its name, which is written as it is. */
const whole = (sentence: string) => (/^[a-z]/.test(sentence) ? `The service ${sentence}` : sentence);
