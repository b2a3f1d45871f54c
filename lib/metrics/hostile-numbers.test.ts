import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { database } from '@/db/client';
import { containerMetrics, serverMetrics } from '@/db/metrics/tables';
import { insertServer } from '@/db/servers/mutations';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import { newId } from '@/lib/runtime/ids';
import { liveServer } from './live';
import { Measurements } from './measurements';
import { metricSettings } from './metric-settings';
import { Outbox } from './outbox';
import { keepMetrics } from './upkeep';

/* A server decides what its numbers are. Whatever they are, the numbers of the others are stored, read and rolled up. */

let close: () => Promise<void>;
beforeEach(async () => {
  ({ close } = await freshDatabase());
});
afterEach(() => close());

const whole =
  readFileSync(new URL('./fixtures/debian-13.txt', import.meta.url), 'utf8').split(/^(?==tomo-sample)/m)[0] ??
  '';
const containerId = 'c'.repeat(64);
const start = Date.parse('2026-01-05T00:00:00Z') / 1000;

/** An answer at `second` of the target's clock in which every counter and size is `number`. */
function answer(second: number, number: string, changes: [RegExp, string][] = []): string {
  const cpu = `/proc/stat:cpu ${second} 0 ${second} ${second * 90} 0 0 0 0`;
  const disk = `/proc/diskstats: 254 0 vda 1 1 ${number} 1 1 1 ${number} 1 1 1 1`;
  const net = `/proc/net/dev: eth0: ${number} 1 0 0 0 0 0 0 ${number} 1 0 0 0 0 0 0`;
  const container = `${containerId} ${second}000000 ${number} 0 max ${number} ${number} 3 ${number} ${number}`;
  return [
    [/^\/proc\/uptime:.*$/m, `/proc/uptime:${second} 1`] as [RegExp, string],
    [/^\/proc\/stat:cpu .*$/m, cpu] as [RegExp, string],
    [/^\/proc\/diskstats:.*$/m, disk] as [RegExp, string],
    [/^\/proc\/net\/dev:.*eth0.*$/m, net] as [RegExp, string],
    [/^=shell$/m, `=groups\n=containers 2 ${second}\n${container}\n=shell`] as [RegExp, string],
    ...changes,
  ]
    .reduce((text, [pattern, by]) => text.replace(pattern, by), whole)
    .replace('NUMBER', number);
}

async function server(name: string): Promise<string> {
  const id = newId();
  await write((tx) =>
    insertServer(tx, { id, name, host: `${name}.test`, username: 'root', authType: 'key' }),
  );
  liveServer(id).containers.inventory = {
    kind: 'seen',
    unlisted: 0,
    containers: new Map([
      [
        containerId,
        {
          id: containerId,
          name: 'web',
          image: 'web',
          state: 'running',
          health: 'none',
          status: 'Up',
          createdAt: '2026-01-01T00:00:00.000Z',
          appId: null,
          project: null,
          service: null,
          restarts: 0,
          hasOwnNetwork: true,
        },
      ],
    ]),
  };
  return id;
}

it.each([
  ['counters that leap', '99999999999999999999', []],
  ['counters that leap a little less', '99999999999999999', []],
  [
    'sizes beyond counting',
    '9999999999999999',
    [
      [/MemTotal: +\d+/, 'MemTotal: 999999999999999'],
      [/SwapTotal: +\d+/, 'SwapTotal: 999999999999999'],
    ],
  ],
  ['a clock of its own for containers', '99999999999', [[/^=containers 2 .*$/m, '=containers 2 NUMBER']]],
  ['a root beyond counting', '1', [[/^(overlay +)\d+ +\d+/m, '$1999999999999999 999999999999998']]],
] as [string, string, [RegExp, string][]][])('%s', async (_what, number, changes) => {
  const [hostile, honest] = [await server('hostile'), await server('honest')];
  const outbox = new Outbox(async () => {});
  for (const [id, later, more] of [
    [hostile, number, changes],
    [honest, '1048576', []],
  ] as const) {
    const measured = new Measurements({ id, name: id, thresholds: null, alerts: {} as never }, outbox);
    for (let minute = 0; minute < 30; minute++) {
      const text = answer(1000 + minute * 60, minute % 2 === 0 ? '1' : later, [...more]);
      try {
        measured.take(text, start + minute * 60, metricSettings());
      } catch {
        measured.cut();
      }
    }
    measured.cut();
  }
  await outbox.flush();
  await keepMetrics(start + 86_400);
  const rows = await database().select().from(serverMetrics);
  const containers = await database().select().from(containerMetrics);
  for (const resolution of ['raw', '10m']) {
    expect(
      rows.filter((row) => row.serverId === honest && row.resolution === resolution).length,
    ).toBeGreaterThan(2);
    expect(
      containers.filter((row) => row.serverId === honest && row.resolution === resolution).length,
    ).toBeGreaterThan(2);
  }
});
