import 'server-only';
import { z } from 'zod';
import type { ContainerDetail, ContainerSummary } from '@/lib/docker/container-shapes';
import { instanceLabel } from './labels';
import type { AppVerdict, ContainerFacts } from './verdict';

const states = ['created', 'running', 'restarting', 'exited', 'paused', 'dead', 'removing'] as const;
const healths = ['none', 'starting', 'healthy', 'unhealthy'] as const;

/** A service as it was observed; stored in `installed_apps.services`. */
export const observedService = z.object({
  service: z.string(),
  /** Name and id of its container; null when there is none. */
  container: z.string().nullable(),
  id: z.string().nullable(),
  image: z.string().nullable(),
  state: z.enum(states).nullable(),
  health: z.enum(healths),
  exitCode: z.number(),
  restarts: z.number(),
  startedAt: z.string().nullable(),
  verdict: z.enum(['ok', 'starting', 'stopped', 'bad']),
  /** Restarted between two looks. */
  looping: z.boolean(),
  sentence: z.string(),
});
export type ObservedService = z.infer<typeof observedService>;

/** The facts that judging needs, from an inspected container; undefined for one of no service. */
export function factsOf(
  container: ContainerDetail,
): (ContainerFacts & { id: string; image: string }) | undefined {
  const service = container.labels['com.docker.compose.service'];
  if (service === undefined) return undefined;
  const { state } = container;
  return {
    service,
    id: container.id,
    image: container.image,
    name: container.name,
    state: states.find((one) => one === state.status) ?? 'dead',
    // The engine keeps the last health of a container that does not run any more.
    health: (state.running && healths.find((one) => one === state.health?.status)) || 'none',
    exitCode: state.exitCode ?? 0,
    restartCount: container.restartCount,
    oomKilled: state.outOfMemory,
    detail: state.health?.lastOutput ?? state.error,
  };
}

/** Whether the list alone tells all about a container: up for minutes, and healthy if it has a health check. */
export function isCalm({ state, status }: ContainerSummary): boolean {
  return (
    state === 'running' &&
    /^Up (?:About an hour|\d+ (?:hours|days|weeks|months|years)|(?:[2-9]|\d{2}) minutes)(?: \(healthy\))?$/.test(
      status,
    )
  );
}

/** The containers of one app, however they are named. */
export function containersOf<T extends { labels: Record<string, string> }>(
  all: readonly T[],
  installedAppId: string,
): T[] {
  return all.filter(({ labels }) => labels[instanceLabel] === installedAppId);
}

/** What is stored about the services of an app after a look at its containers. */
export function observedServices(
  verdict: AppVerdict,
  containers: readonly ContainerDetail[],
  earlierRestarts: Readonly<Record<string, number>>,
): ObservedService[] {
  return verdict.services.map(({ service, state, sentence }) => {
    const container = containers.find((one) => one.labels['com.docker.compose.service'] === service);
    const facts = container && factsOf(container);
    const before =
      facts && Object.hasOwn(earlierRestarts, facts.name) ? earlierRestarts[facts.name] : undefined;
    return {
      service,
      container: facts?.name ?? null,
      id: facts?.id ?? null,
      image: facts?.image ?? null,
      state: facts?.state ?? null,
      health: facts?.health ?? 'none',
      exitCode: facts?.exitCode ?? 0,
      restarts: facts?.restartCount ?? 0,
      startedAt: container?.state.startedAt ?? null,
      verdict: state,
      looping:
        facts !== undefined &&
        (facts.state === 'restarting' || (before !== undefined && facts.restartCount > before)),
      sentence,
    };
  });
}

/** Restart counts by container name, as the next look compares them. */
export function restartsOf(
  containers: readonly { name: string; restartCount: number }[],
): Record<string, number> {
  return Object.fromEntries(containers.map(({ name, restartCount }) => [name, restartCount]));
}
