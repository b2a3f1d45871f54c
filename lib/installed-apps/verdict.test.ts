import { describe, expect, it } from 'vitest';
import { readStarterApps } from '@/lib/applications/starter-apps';
import { serviceExpectations } from './expectations';
import { type ContainerFacts, judgeApp, type Observation } from './verdict';

const expected = [
  { name: 'app', endsByItself: false },
  { name: 'db', endsByItself: false },
];

function container(service: string, changes: Partial<ContainerFacts> = {}): ContainerFacts {
  return {
    service,
    name: `demo-${service}-1`,
    state: 'running',
    health: 'none',
    exitCode: 0,
    restartCount: 0,
    oomKilled: false,
    ...changes,
  };
}

function judge(containers: ContainerFacts[], changes: Partial<Observation> = {}) {
  return judgeApp({ expected, containers, desired: 'running', earlierRestarts: {}, ...changes });
}

describe('the verdict over an app', () => {
  it('is running when every service is up and no health check fails', () => {
    expect(judge([container('app', { health: 'healthy' }), container('db')])).toMatchObject({
      status: 'running',
      settled: true,
      sentence: 'Every service is up.',
    });
  });

  it('is not settled while something starts', () => {
    expect(
      judge([container('app', { health: 'starting' }), container('db', { state: 'created' })]),
    ).toMatchObject({
      status: 'running',
      settled: false,
      sentence: 'Still starting: app, db.',
    });
  });

  it.each<[string, Partial<ContainerFacts>, Partial<Observation>, string, string]>([
    [
      'restarting',
      { state: 'restarting', exitCode: 1 },
      {},
      'app restarts again and again (exit code 1).',
      'Its last lines usually say why.',
    ],
    [
      'up, but restarted since the last look',
      { restartCount: 4, exitCode: 127 },
      { earlierRestarts: { 'demo-app-1': 3 } },
      'app restarts again and again (exit code 127, its program was not found).',
      'The command or the entry point names a program that the image does not have.',
    ],
    [
      'ended with an error',
      { state: 'exited', exitCode: 3 },
      {},
      'app has ended (exit code 3).',
      'Its last lines usually say why.',
    ],
    [
      'out of memory',
      { state: 'exited', exitCode: 137, oomKilled: true },
      {},
      'app has ended (it used more memory than it may).',
      'Raise its memory limit, or free memory on the server.',
    ],
    [
      'unhealthy',
      { health: 'unhealthy', detail: 'curl: (7)\nrefused ' },
      {},
      'app runs but its health check fails: curl: (7) refused.',
      'Look at the logs of app.',
    ],
    ['dead', { state: 'dead', exitCode: 0 }, {}, 'app has ended (exit code 0).', ''],
  ])(
    'is degraded when one service is %s, and failed when it is the only one',
    (_, facts, changes, sentence, hint) => {
      const two = judge([container('app', facts), container('db')], changes);
      expect(two).toMatchObject({ status: 'degraded', sentence });
      expect(two.hint ?? '').toBe(hint);
      const one = judge([container('app', facts)], { expected: expected.slice(0, 1), ...changes });
      expect(one).toMatchObject({ status: 'failed', sentence });
    },
  );

  it('does not call restarts of long ago a loop', () => {
    const facts = container('app', { restartCount: 12 });
    expect(judge([facts, container('db')]).status).toBe('running');
    expect(judge([facts, container('db')], { earlierRestarts: { 'demo-app-1': 12 } }).status).toBe('running');
  });

  it('is degraded when a container is gone, failed when all are', () => {
    expect(judge([container('db')])).toMatchObject({ status: 'degraded', sentence: 'app has no container.' });
    expect(judge([])).toMatchObject({ status: 'failed', sentence: 'app has no container and 1 more.' });
  });

  it('tells a stop that was wanted from one that was not', () => {
    const ended = [
      container('app', { state: 'exited', exitCode: 143 }),
      container('db', { state: 'exited', exitCode: 0 }),
    ];
    expect(judge(ended, { desired: 'stopped' })).toMatchObject({ status: 'stopped', sentence: 'Stopped.' });
    expect(judge(ended)).toMatchObject({
      status: 'stopped',
      sentence: 'Every service was stopped outside Tomo.',
    });
    expect(judge([container('app', { state: 'exited', exitCode: 137 }), container('db')])).toMatchObject({
      status: 'degraded',
    });
    expect(judge([container('app'), container('db')], { desired: 'stopped' })).toMatchObject({
      status: 'running',
    });
  });

  it('a service that ends by itself is done with exit code 0 and bad with another', () => {
    const withMigration = [...expected, { name: 'migrate', endsByItself: true }];
    const up = [container('app'), container('db')];
    const done = container('migrate', { state: 'exited', exitCode: 0 });
    expect(judge([...up, done], { expected: withMigration })).toMatchObject({
      status: 'running',
      settled: true,
    });
    expect(judge([...up, { ...done, exitCode: 1 }], { expected: withMigration })).toMatchObject({
      status: 'degraded',
      sentence: 'migrate has ended (exit code 1).',
    });
    const stopped = up.map((facts) => ({ ...facts, state: 'exited' as const }));
    expect(judge([...stopped, done], { expected: withMigration, desired: 'stopped' })).toMatchObject({
      status: 'stopped',
    });
  });

  it('knows from the definition which services end by themselves', () => {
    const miniflux = readStarterApps()[0]?.model;
    if (!miniflux) throw new Error('no starter app');
    expect(serviceExpectations(miniflux)).toEqual([
      { name: 'app', endsByItself: false },
      { name: 'db', endsByItself: false },
    ]);
    const app = miniflux.services.app;
    if (!app) throw new Error('no service');
    const waiting = {
      ...miniflux,
      services: {
        ...miniflux.services,
        app: { ...app, dependsOn: { db: 'service_completed_successfully' as const } },
      },
    };
    expect(serviceExpectations(waiting)[1]).toEqual({ name: 'db', endsByItself: true });
  });
});
