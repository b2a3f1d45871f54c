import 'server-only';
import type { ContainerSummary } from '@/lib/docker/container-shapes';
import type { DockerEngine } from '@/lib/docker/engine';
import { instanceLabel } from '../labels';

/** The container of a service as it is now: the one that runs, else the newest. */
export async function findContainer(
  engine: DockerEngine,
  appId: string,
  service: string,
  signal?: AbortSignal,
): Promise<ContainerSummary | undefined> {
  const labels = [`${instanceLabel}=${appId}`, `com.docker.compose.service=${service}`];
  const found = await engine.listContainers({ all: true, labels, signal });
  const runs = ({ state }: ContainerSummary) => (state === 'running' || state === 'restarting' ? 1 : 0);
  return found.sort((a, b) => runs(b) - runs(a) || b.createdMs - a.createdMs)[0];
}
