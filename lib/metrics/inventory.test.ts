import { expect, it } from 'vitest';
import { containerSummaries } from '@/lib/docker/container-shapes';
import { inventoryOf } from './inventory';

const id = (number: number) => number.toString(16).padStart(64, '0');
const listed = (entries: object[]) =>
  containerSummaries.parse(
    entries.map((entry, place) => ({
      Id: id(place),
      Names: [`/c${place}`],
      Image: 'busybox:1.36',
      State: 'running',
      Status: 'Up 3 hours',
      Created: 1_700_000_000,
      NetworkSettings: { Networks: { bridge: {} } },
      ...entry,
    })),
  );
const inventory = (...entries: object[]) => [
  ...inventoryOf(listed(entries), new Map(), 'dev.tomo.instance').containers.values(),
];

it('health is what the engine says of a container that runs', () => {
  const found = inventory(
    { Status: 'Up 3 hours (healthy)' },
    { Status: 'Up 3 hours (unhealthy)' },
    { Status: 'Up 2 seconds (health: starting)' },
    { Status: 'Up 2 seconds' },
    { State: 'exited', Status: 'Exited (0) (unhealthy)' },
  );
  expect(found.map(({ health }) => health)).toEqual(['healthy', 'unhealthy', 'starting', 'none', 'none']);
});

it('an app is named by our label only where it is an id; Compose names project and service', () => {
  const app = '01a20000-0000-7000-8000-000000000000';
  const labels = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web' };
  expect(inventory({ Labels: { ...labels, 'dev.tomo.instance': app } })[0]).toMatchObject({
    appId: app,
    project: 'shop',
    service: 'web',
  });
  expect(inventory({ Labels: { 'dev.tomo.instance': `${app}' OR 1` } })[0]?.appId).toBeNull();
  expect(inventory({ Labels: null })[0]).toMatchObject({ appId: null, project: null, service: null });
});

it('traffic is its own only where the network is', () => {
  const found = inventory(
    {},
    { NetworkSettings: { Networks: { host: {} } } },
    { NetworkSettings: { Networks: {} } },
    { NetworkSettings: null },
  );
  expect(found.map(({ hasOwnNetwork }) => hasOwnNetwork)).toEqual([true, false, false, false]);
});

it('names with odd bytes are shown without them, two of one name count once, and ids that are none not at all', () => {
  const found = inventory(
    { Names: ['/a\u202eb\u0000c\n'] },
    { Names: ['/same'] },
    { Names: ['/same'] },
    { Id: '../../etc', Names: ['/evil'] },
    { Names: [`/${'x'.repeat(5000)}`], State: 'levitating' },
  );
  expect(found.map(({ name }) => name.slice(0, 8))).toEqual(['a?b?c?', 'same', 'xxxxxxxx']);
  expect(found[2]?.name).toHaveLength(255);
  expect(found[2]?.state).toBe('dead');
});

it('of more than 500 those that run come first, and the rest is counted', () => {
  const stopped = Array.from({ length: 400 }, () => ({ State: 'exited' }));
  const running = Array.from({ length: 300 }, () => ({ State: 'running' }));
  const { containers, unlisted } = inventoryOf(
    listed([...stopped, ...running]),
    new Map(),
    'dev.tomo.instance',
  );
  expect(containers.size).toBe(500);
  expect([...containers.values()].filter(({ state }) => state === 'running')).toHaveLength(300);
  expect(unlisted).toBe(200);
});
