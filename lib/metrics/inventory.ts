import 'server-only';
import type { ContainerSummary } from '@/lib/docker/container-shapes';
import { isId } from '@/lib/runtime/ids';

/** A container as its engine lists it. Texts come from the server: they are cut, printable, only ever shown. */
export type ListedContainer = {
  /** 64 hexadecimal characters. */
  id: string;
  name: string;
  image: string;
  /** created, running, paused, restarting, removing, exited, dead */
  state: string;
  health: 'none' | 'starting' | 'healthy' | 'unhealthy';
  /** As the engine says it: "Up 3 hours (healthy)". */
  status: string;
  createdAt: string;
  /** The installed app that the container's labels name. A label proves nothing: readers look whether that app lives here. */
  appId: string | null;
  /** Compose project and service. */
  project: string | null;
  service: string | null;
  /** Null until it was asked, or where it could not be. */
  restarts: number | null;
  /** Whether its network is its own: otherwise counters would be those of the server or of another container. */
  hasOwnNetwork: boolean;
};

/** What is known of the containers of a server, and why not more. */
export type Inventory =
  | { kind: 'asking' }
  | { kind: 'seen'; containers: Map<string, ListedContainer>; unlisted: number }
  | { kind: 'unseen'; reason: string; message: string; hint: string | null; since: string };

const MOST = 500;
const states = new Set(['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead']);

/**
 * The list of an engine as an inventory: at most 500 containers, those that run first, each name once. `restarts` keeps
 * what was asked before; `appLabel` is the label that names an installed app.
 */
export function inventoryOf(
  listed: readonly ContainerSummary[],
  restarts: ReadonlyMap<string, number>,
  appLabel: string,
): Extract<Inventory, { kind: 'seen' }> {
  const names = new Set<string>();
  const containers = new Map<string, ListedContainer>();
  const order = [...listed].sort(
    (one, two) => Number(two.state === 'running') - Number(one.state === 'running'),
  );
  for (const summary of order) {
    const container = listedContainer(summary, restarts.get(summary.id) ?? null, appLabel);
    if (containers.size >= MOST || !/^[0-9a-f]{64}$/.test(container.id) || names.has(container.name))
      continue;
    names.add(container.name);
    containers.set(container.id, container);
  }
  return { kind: 'seen', containers, unlisted: listed.length - containers.size };
}

function listedContainer(
  summary: ContainerSummary,
  restarts: number | null,
  appLabel: string,
): ListedContainer {
  const label = (key: string) => (Object.hasOwn(summary.labels, key) ? summary.labels[key] : undefined);
  const appId = label(appLabel);
  const { networks } = summary;
  return {
    id: summary.id,
    name: printable(summary.name),
    image: printable(summary.image.replace(/@sha256:.*$/s, '')),
    state: states.has(summary.state) ? summary.state : 'dead',
    health: summary.state === 'running' ? healthOf(summary.status) : 'none',
    status: printable(summary.status),
    createdAt: new Date(Math.min(Math.max(0, summary.createdMs), 8.64e15)).toISOString(),
    appId: isId(appId) ? appId : null,
    project: shown(label('com.docker.compose.project')),
    service: shown(label('com.docker.compose.service')),
    restarts,
    hasOwnNetwork: networks.length > 0 && !networks.includes('host'),
  };
}

function healthOf(status: string): ListedContainer['health'] {
  const said = /\((healthy|unhealthy|health: starting)\)$/.exec(status)?.[1];
  if (said === 'health: starting') return 'starting';
  return said === 'healthy' || said === 'unhealthy' ? said : 'none';
}

const shown = (text: string | undefined) => (text === undefined ? null : printable(text));

// Names are ASCII where Docker made them. From anybody else come bytes that turn text around or hide it.
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, '?').slice(0, 255);
}
