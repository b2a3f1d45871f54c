import type { RequestListener, ServerResponse } from 'node:http';
import { afterEach, expect, it, vi } from 'vitest';
import { type EnginePeer, startEnginePeer } from '@/e2e/support/engine-peer';
import { eventually as within } from '@/e2e/support/eventually';
import { openEngine } from '@/lib/docker/engine';
import { DockerError } from '@/lib/docker/errors';
import { TomoError } from '@/lib/runtime/errors';
import { EngineWatch, type LendEngine } from './engine-watch';
import type { Inventory } from './inventory';

// Lists are 1.5 s apart, and the machine may have other work.
const eventually = (what: string, condition: () => boolean) => within(what, condition, 30_000);
vi.setConfig({ testTimeout: 60_000 });

let peer: EnginePeer | undefined;
let watch: EngineWatch | undefined;
afterEach(async () => {
  watch?.stop();
  await peer?.close();
  peer = watch = undefined;
});

const id = (digit: string) => digit.repeat(64);
const container = (digit: string, name: string, changes: object = {}) => ({
  Id: id(digit),
  Names: [`/${name}`],
  Image: 'busybox:1.36',
  State: 'running',
  Status: 'Up 3 hours',
  ...changes,
});

/** An engine whose list and events a test writes. */
function engine() {
  const state = {
    containers: [container('a', 'web')] as object[],
    restarts: {} as Record<string, number>,
    streams: [] as ServerResponse[],
    inspected: [] as string[],
    say(event: object) {
      for (const stream of state.streams)
        stream.write(`${JSON.stringify({ Type: 'container', ...event })}\n`);
    },
  };
  const answer: RequestListener = (request, response) => {
    const [, inspected] = /containers\/([0-9a-f]{64})\/json/.exec(request.url ?? '') ?? [];
    if (request.url?.includes('/events')) {
      response.writeHead(200).flushHeaders();
      state.streams.push(response);
    } else if (inspected) {
      state.inspected.push(inspected);
      const found = state.containers.some((one) => (one as { Id: string }).Id === inspected);
      const detail = {
        Id: inspected,
        Image: 'sha256:1',
        RestartCount: state.restarts[inspected] ?? 0,
        State: { Status: 'running' },
        HostConfig: {},
        Config: {},
      };
      response.statusCode = found ? 200 : 404;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(found ? detail : { message: 'No such container' }));
    } else {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(state.containers));
    }
  };
  return { state, answer };
}

function follow(lend: LendEngine, restSeconds = 0) {
  const seen: Inventory[] = [];
  const started: string[] = [];
  watch = new EngineWatch('server', lend, {
    appLabel: 'dev.tomo.instance',
    onInventory: (inventory) => seen.push(inventory),
    onStart: (containerId) => started.push(containerId),
    restSeconds: () => restSeconds,
  });
  const last = () => seen.at(-1);
  const names = () => {
    const inventory = last();
    return inventory?.kind === 'seen' ? [...inventory.containers.values()].map(({ name }) => name) : [];
  };
  return { seen, started, last, names };
}

const lendOver =
  (used: EnginePeer): LendEngine =>
  (_serverId, use) =>
    use(openEngine(used.connection, 'root'));

it('what starts, is renamed or goes on the engine shows after its event; health checks that run are no news', async () => {
  const { state, answer } = engine();
  peer = await startEnginePeer(answer);
  const { started, names } = follow(lendOver(peer));
  await eventually('the first list is there', () => names().join() === 'web');
  await eventually('events are followed', () => state.streams.length === 1);
  state.containers.push(container('b', 'worker'));
  state.say({ Action: 'start', Actor: { ID: id('b') } });
  await eventually('the new one is listed', () => names().join() === 'web,worker');
  expect(started).toEqual([id('b')]);
  const asked = () => peer?.requests.filter((one) => one.includes('/containers/json')).length;
  const before = asked();
  for (let count = 0; count < 50; count++)
    state.say({ Action: 'exec_start: /bin/health', Actor: { ID: id('b') } });
  state.containers.pop();
  state.say({ Action: 'destroy', Actor: { ID: id('b') } });
  await eventually('it is gone', () => names().join() === 'web');
  expect(asked()).toBeLessThanOrEqual((before ?? 0) + 2);
});

it('the restarts of a container are asked once, and again after it ended', async () => {
  const { state, answer } = engine();
  state.restarts[id('a')] = 3;
  peer = await startEnginePeer(answer);
  const { last } = follow(lendOver(peer));
  const restarts = () => {
    const inventory = last();
    return inventory?.kind === 'seen' ? inventory.containers.get(id('a'))?.restarts : undefined;
  };
  await eventually('they are known', () => restarts() === 3 && state.streams.length === 1);
  expect(state.inspected).toEqual([id('a')]);
  state.restarts[id('a')] = 4;
  state.say({ Action: 'die', Actor: { ID: id('a') } });
  await eventually('they are known anew', () => restarts() === 4);
});

it('an engine that ends and comes back is listed again', async () => {
  const { state, answer } = engine();
  peer = await startEnginePeer(answer);
  const { names } = follow(lendOver(peer));
  await eventually('events are followed', () => state.streams.length === 1);
  state.streams[0]?.destroy();
  state.containers = [container('c', 'after')];
  await eventually('the list is of now', () => names().join() === 'after');
});

it('an engine that does not run is said so, with what to do and since when; nothing of what it printed', async () => {
  let said = new DockerError('docker_stopped', 'The Docker engine of the server does not run.', {
    hint: 'Start it.',
    said: 'secret of the server',
  });
  const { last, seen } = follow(async () => {
    throw said;
  });
  await eventually('it is said', () => last()?.kind === 'unseen');
  expect(last()).toEqual({
    kind: 'unseen',
    reason: 'docker_stopped',
    message: 'The Docker engine of the server does not run.',
    hint: 'Start it.',
    since: expect.stringMatching(/^\d{4}-/),
  });
  said = new DockerError('docker_failed', 'Docker refused the request: secret of the server.', {
    hint: 'Look.',
  });
  await eventually('it is asked again', () => seen.length > 1);
  expect(JSON.stringify(seen)).not.toContain('secret of the server');
});

it('an account that may not become root is said so', async () => {
  const { last } = follow(async () => {
    throw new TomoError('unavailable', 'sudo wants a password for this account.', {
      hint: 'Store the sudo password.',
      reason: 'sudo_password_needed',
    });
  });
  await eventually('it is said', () => last()?.kind === 'unseen');
  expect(last()).toMatchObject({ reason: 'sudo_password_needed', hint: 'Store the sudo password.' });
});

it('what was seen stays while the server itself cannot be reached', async () => {
  const { answer } = engine();
  peer = await startEnginePeer(answer);
  const over = lendOver(peer);
  let tries = 0;
  const { names, seen } = follow((serverId, use, signal) => {
    tries += 1;
    if (tries === 1) return over(serverId, use, signal);
    throw new TomoError('unreachable', 'gone', { reason: 'closed' });
  });
  await eventually('the first list is there', () => names().join() === 'web');
  peer.connection.close();
  await eventually('it is tried again', () => tries > 1);
  expect(seen.every(({ kind }) => kind === 'seen')).toBe(true);
});

it('with long intervals it lists and leaves, so that no connection stays open for it', async () => {
  const { state, answer } = engine();
  peer = await startEnginePeer(answer);
  let isLent = false;
  const over = lendOver(peer);
  const { names } = follow(async (serverId, use, signal) => {
    isLent = true;
    await over(serverId, use, signal);
    isLent = false;
  }, 900);
  await eventually('the list is there', () => names().join() === 'web' && !isLent);
  expect(state.streams).toEqual([]);
});
