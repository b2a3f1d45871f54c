import 'server-only';
import { z } from 'zod';
import { database } from '@/db/client';
import { countServers, listServerSummaries, listServerTags } from '@/db/servers/list';
import { can } from '@/lib/auth/permissions';
import { readFleetMetrics } from '@/lib/metrics/fleet';
import { defineLoader } from '@/lib/procedures/loader';
import { type CursorKey, pageOf } from './list-pages';
import { type ServerMark, type ServerState, type ServerSummary, serverSummary } from './views';

const states = [
  'host_key_changed',
  'not_verified',
  'preparing',
  'offline',
  'unknown',
  'needs_attention',
  'online',
] as const satisfies ServerState[];
const marks = [
  'old_algorithms',
  'reboot',
  'security_updates',
  'updates',
  'clock',
] as const satisfies ServerMark[];
const sorts = ['status', 'name', 'cpu', 'memory', 'disk', 'seen'] as const;
const LARGEST_PAGE = 100;

/** Values of one filter, `status=offline,unknown`; words that are none of them are left out. */
const oneOf = <Word extends string>(words: readonly Word[]) =>
  z
    .string()
    .optional()
    .transform((text) =>
      (text?.split(',') ?? []).filter((word): word is Word => words.includes(word as Word)),
    );

/** What the list of servers can be narrowed and ordered by: its address, and the query of the API. */
export const serverListQuery = z.object({
  q: z
    .string()
    .optional()
    .transform((text) => text?.trim().slice(0, 100) || undefined),
  status: oneOf(states),
  mark: oneOf(marks),
  tag: z
    .string()
    .max(1000)
    .optional()
    .transform((text) => (text ?? '').split(',').filter(Boolean)),
  /** Problems first unless another column is named; a minus in front turns it round. */
  sort: z
    .string()
    .regex(new RegExp(`^-?(${sorts.join('|')})$`))
    .catch('status')
    .default('status'),
  after: z.string().max(400).optional(),
  before: z.string().max(400).optional(),
  size: z.coerce.number().int().min(1).max(LARGEST_PAGE).catch(50).default(50),
});

type Usage = { cpu: number | null; memory: number | null; disk: number | null };
export type ServerListRow = ServerSummary & { usage: Usage };

/** One page of servers with their newest numbers, the addresses of the neighbouring pages as cursors, and the tags there are. */
export const loadServerList = defineLoader(
  'servers.read',
  async (actor, query: z.output<typeof serverListQuery>) => {
    const addresses = can(actor.role, 'servers.address');
    const db = database();
    const [rows, tags, total] = await Promise.all([
      listServerSummaries(db, { text: query.q, tags: query.tag, addresses }),
      listServerTags(db),
      countServers(db),
    ]);
    const fitting = rows
      .map((row) => serverSummary(row, addresses))
      .filter(({ state }) => query.status.length === 0 || query.status.includes(state))
      .filter((server) => query.mark.length === 0 || query.mark.some((mark) => server.marks.includes(mark)));
    const [, minus, column = 'status'] = /^(-?)(\w+)$/.exec(query.sort) ?? [];
    // Numbers of all servers only where they decide the order; otherwise those of the page are enough.
    const isUsage = column === 'cpu' || column === 'memory' || column === 'disk';
    const all = isUsage ? await usageOf(fitting) : new Map<string, Usage>();
    const page = pageOf(fitting, (server) => sortKey(server, column, all.get(server.id)), {
      descending: minus === '-',
      size: query.size,
      after: query.after,
      before: query.before,
    });
    const usage = isUsage ? all : await usageOf(page.rows);
    return {
      servers: page.rows.map(
        (server): ServerListRow => ({ ...server, usage: usage.get(server.id) ?? unknownUsage }),
      ),
      before: page.before,
      after: page.after,
      matching: fitting.length,
      total,
      tags,
    };
  },
);

const unknownUsage: Usage = { cpu: null, memory: null, disk: null };

async function usageOf(servers: readonly { id: string }[]): Promise<Map<string, Usage>> {
  const latest = await readFleetMetrics(servers.map(({ id }) => id));
  return new Map(
    latest.map((numbers) => [
      numbers.serverId,
      { cpu: numbers.cpuPercent, memory: numbers.memoryPercent, disk: numbers.diskPercent },
    ]),
  );
}

function sortKey(server: ServerSummary, column: string, usage: Usage | undefined): CursorKey {
  const name = server.name.toLowerCase();
  if (column === 'name') return [name, server.id];
  if (column === 'seen') return [server.lastSeenAt ?? '', name, server.id];
  if (column === 'cpu' || column === 'memory' || column === 'disk')
    return [usage?.[column] ?? -1, name, server.id];
  return [states.indexOf(server.state), name, server.id];
}
