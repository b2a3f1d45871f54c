import 'server-only';
import { updateInstalledApp } from '@/db/installed-apps/mutations';
import { write } from '@/db/write';
import type { StepRun } from '@/lib/jobs/step';
import { monotonicMs, nowIso, sleep } from '@/lib/runtime/clock';
import { TomoError } from '@/lib/runtime/errors';
import { readSetting } from '@/lib/settings/read';
import { excessPrivileges, pathsOf } from '../effective-privileges';
import { type Look, lookAtApp } from '../look';
import { type Probe, probesOf, readAnswer } from '../probes';
import type { RenderInput } from '../render-input';
import { renderVersion } from '../render-version';
import { probePort } from '../scripts/probe';
import { containerFailure, stopAll } from './container-failure';
import { onServer, type VersionWork } from './context';
import { folderOf } from './write-files';

const LOOK_EVERY_MS = 2_000;
/** A container that restarts while others come up may still find its feet; one that does so for this long does not. */
const TROUBLE_MS = 20_000;
const HOLD_MS = 10_000;

/**
 * Proves that the app runs: every container is up and healthy, its ports answer from the server itself, its containers have
 * no right that was not granted, and all of that still holds ten seconds later. Keeps what was seen, whatever the outcome.
 */
export async function verifyStep(work: VersionWork): Promise<Record<string, unknown>> {
  const { input, rendered } = renderVersion(work.app, work.version, work.secrets);
  const { facts } = await work.job.step('verify', async (step) => {
    const deadline = monotonicMs() + healthLimitMs(input);
    const first = await settle(work, input, step, deadline);
    await keep(work, first);
    await requireGranted(work, input, rendered.privileges, first, step);
    const probes = probesOf(input.model, input.ports);
    for (const probe of probes) step.log(await answer(work, probe, deadline));
    step.log('Looking again in 10 s.');
    await sleep(HOLD_MS, step.signal);
    const last = await look(work, input, first.restarts);
    if (last.verdict.status !== 'running' || !last.verdict.settled)
      throw await containerFailure(work, last, step, () => look(work, input, first.restarts));
    for (const probe of probes) await answer(work, probe, monotonicMs() + LOOK_EVERY_MS);
    await keep(work, last);
    const count = last.containers.length;
    return {
      summary: `${count === 1 ? '1 container runs' : `${count} containers run`}, ${portWords(probes)}`,
      facts: { url: rendered.url ?? null },
    };
  });
  return facts ?? {};
}

/** How long an app may take until it is healthy: what its definition says, else the setting. */
export function healthLimitMs({ model }: Pick<RenderInput, 'model'>): number {
  return model.health?.timeoutMs ?? readSetting('apps.health_timeout_seconds') * 1000;
}

/** Looks until nothing is starting any more. */
async function settle(work: VersionWork, input: RenderInput, step: StepRun, deadline: number): Promise<Look> {
  let earlier: Record<string, number> = {};
  let troubleSince: number | undefined;
  for (let said = ''; ; ) {
    const seen = await look(work, input, earlier);
    const { status, settled, sentence } = seen.verdict;
    if (sentence !== said) step.log(sentence, status === 'running' ? 'INFO' : 'WARNING');
    said = sentence;
    if (status === 'running' && settled) return seen;
    troubleSince = status === 'running' ? undefined : (troubleSince ?? monotonicMs());
    const lasting = troubleSince !== undefined && monotonicMs() - troubleSince > TROUBLE_MS;
    if (lasting || monotonicMs() > deadline) {
      const before = earlier;
      throw await containerFailure(work, seen, step, () => look(work, input, before));
    }
    earlier = seen.restarts;
    await sleep(LOOK_EVERY_MS, step.signal);
    step.signal.throwIfAborted();
  }
}

async function look(work: VersionWork, input: RenderInput, earlier: Record<string, number>): Promise<Look> {
  const subject = { installedAppId: work.app.id, model: input.model, desired: 'running' as const, earlier };
  return onServer(work, (link) => lookAtApp(link, subject, work.job.signal));
}

async function requireGranted(
  work: VersionWork,
  input: RenderInput,
  granted: readonly string[],
  { containers }: Look,
  step: StepRun,
): Promise<void> {
  const allowed = { granted, folder: folderOf(work), paths: pathsOf(input.model, input.values) };
  for (const container of containers) {
    const excess = excessPrivileges(container, allowed);
    if (excess.length === 0) continue;
    await stopAll(work, step);
    throw new TomoError(
      'conflict',
      `${container.name} has rights that nobody granted: ${excess.join(', ')}.`,
      {
        hint: 'Look at the configuration of the Docker engine on the server: it may add rights by itself.',
        reason: 'privilege_excess',
      },
    );
  }
}

/** Asks a port until it answers; throws when it does not by the deadline. */
async function answer(work: VersionWork, probe: Probe, deadline: number): Promise<string> {
  for (;;) {
    const { stdout } = await onServer(work, (link) =>
      link.run({
        script: probePort,
        args: { scheme: probe.scheme, address: probe.address, port: String(probe.port), path: probe.path },
        timeoutMs: 30_000,
        signal: work.job.signal,
      }),
    );
    const { answered, sentence } = readAnswer(probe, stdout);
    if (answered) return sentence;
    if (monotonicMs() > deadline) {
      throw new TomoError('unavailable', `${sentence}.`, {
        hint: 'The containers run, but nothing answers behind the port. Look at their logs.',
        reason: 'port_silent',
      });
    }
    await sleep(LOOK_EVERY_MS, work.job.signal);
    work.job.signal.throwIfAborted();
  }
}

/** Stores what was seen of the containers; the state of the app follows at the end of the job. */
async function keep(work: VersionWork, { columns }: Look): Promise<void> {
  await write((tx) => updateInstalledApp(tx, work.app.id, { ...columns, statusCheckedAt: nowIso() }));
}

function portWords(probes: readonly Probe[]): string {
  if (probes.length === 0) return 'no port is published';
  return probes.length === 1 ? `port ${probes[0]?.port} answers` : `${probes.length} ports answer`;
}
