import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Tomo } from '@/e2e/support/app';
import { debian } from '../anchors/debian';
import { emptyApp } from '../anchors/empty-app';
import { column, contest } from '../contest';
import type { Goal } from '../goal';
import { root } from '../machine';
import { coldStart, type Startable } from '../targets/cold-start';

/** From the start of the process to the first dynamic page, over a database that is migrated already. */
export const goal: Goal = {
  id: 'P14',
  title: 'cold start',
  async measure(bench) {
    const { prometheus = '' } = debian('prometheus');
    const folder = emptyApp();
    const data = path.join(bench.scratch, 'data');
    mkdirSync(data);
    // Somebody is there already, so that the page is the one of every day.
    const env = { TOMO_ADMIN_USERNAME: 'ada', TOMO_ADMIN_PASSWORD: 'a quiet harbour at dawn 41' };
    await (await Tomo.start({ dataDir: data, env })).stop();
    const ours = () => coldStart(front(root, '/login', { TOMO_DATA_DIR: data }));
    bench.say('measuring');
    const kept = await contest(bench.rounds, {
      ours,
      again: ours,
      prometheus: () => coldStart(prometheusIn(bench.scratch)),
      empty: () => coldStart(front(folder, '/')),
    });
    const line = { unit: 'ms' as const, ours: column(kept.ours, 'ms'), again: column(kept.again, 'ms') };
    return [
      {
        id: 'P14a',
        what: 'perf P14 cold start to /login',
        ...line,
        anchor: {
          name: 'prometheus to /-/ready',
          command: 'prometheus',
          version: prometheus,
          values: column(kept.prometheus, 'ms'),
        },
        goal: { kind: 'ratio', atMost: 2.5 },
      },
      {
        id: 'P14b',
        what: 'perf P14 cold start to /login',
        ...line,
        anchor: { name: 'empty Next app, same front', values: column(kept.empty, 'ms') },
        goal: { kind: 'ratio', atMost: 1.6 },
      },
    ];
  },
};

const front = (cwd: string, page: string, env: Record<string, string> = {}): Startable => ({
  program: process.execPath,
  cwd,
  args: () => ['lib/boot/front.mjs'],
  env: (port) => ({ PORT: String(port), HOSTNAME: '127.0.0.1', TZ: 'UTC', ...env }),
  path: page,
});

function prometheusIn(scratch: string): Startable {
  const file = path.join(scratch, 'prometheus.yml');
  writeFileSync(file, 'global: { scrape_interval: 15s }\n');
  return {
    program: 'prometheus',
    args: (port) => [
      `--config.file=${file}`,
      `--storage.tsdb.path=${scratch}/tsdb`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    path: '/-/ready',
  };
}
