import 'server-only';
import type { z } from 'zod';
import { sortContainers } from './container-order';
import { viewContainers } from './container-views';
import type { containersQuery } from './schema';

/** The containers that a query asks for, with the newest numbers, and how each of its servers stands. */
export async function listContainers({ servers, app, sort, limit }: z.output<typeof containersQuery>) {
  const views = await viewContainers(servers);
  const all = views
    .flatMap(({ containers }) => containers)
    .filter((container) => app === undefined || container.app?.id === app);
  return {
    containers: sortContainers(all, sort).slice(0, limit),
    total: all.length,
    servers: views.map(({ containers: _, ...server }) => server),
  };
}
