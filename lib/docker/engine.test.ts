import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { engine26, startDialPeer, startEnginePeer } from '@/e2e/support/engine-peer';
import { eventually } from '@/e2e/support/eventually';
import { openEngine } from './engine';

const closing: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of closing.splice(0)) await one.close();
});

async function engineThat(answer: Parameters<typeof startEnginePeer>[0], version?: object) {
  const peer = await startEnginePeer(answer, version);
  closing.push(peer);
  return { peer, engine: openEngine(peer.connection, 'root') };
}

const json = (value: unknown) => (_request: unknown, response: ServerResponse) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(value));
};

const listed = {
  Id: 'a'.repeat(64),
  Names: ['/web'],
  Image: 'nginx:1.29',
  ImageID: 'sha256:1',
  Created: 1_700_000_000,
  State: 'running',
  Status: 'Up 3 hours (healthy)',
  Ports: [{ IP: '0.0.0.0', PrivatePort: 80, PublicPort: 8080, Type: 'tcp' }],
  Labels: null,
  Mounts: null,
  NetworkSettings: { Networks: { bridge: {} } },
};

const inspected = (tty: boolean) => ({
  Id: 'b'.repeat(64),
  Name: '/web',
  Image: 'sha256:1',
  State: { Status: 'running', Running: true },
  HostConfig: { Privileged: true, NetworkMode: 'host', CapAdd: ['SYS_ADMIN'], PortBindings: null },
  Config: { Image: 'nginx:1.29', Env: null, Labels: {}, Tty: tty },
});

const frame = (stream: number, text: string) => {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
};

describe('calls to an engine', () => {
  test('speak the smaller version of both sides, found out once, over one kept stream', async () => {
    const { engine, peer } = await engineThat(json([listed]), { ...engine26, ApiVersion: '1.41' });
    for (let i = 0; i < 30; i += 1) await engine.listContainers();
    expect(peer.requests[0]).toBe('GET /version');
    expect(new Set(peer.requests.slice(1))).toEqual(new Set(['GET /v1.41/containers/json?all=false']));
    expect(peer.dials()).toBe(1);
    expect(openEngine(peer.connection, 'root')).toBe(engine);
  });

  test('come back in Tomo’s own shape', async () => {
    const { engine } = await engineThat(json([listed]));
    expect(await engine.listContainers({ all: true, labels: ['a=b'] })).toEqual([
      expect.objectContaining({
        name: 'web',
        state: 'running',
        labels: {},
        mounts: [],
        networks: ['bridge'],
        ports: [{ address: '0.0.0.0', containerPort: 80, hostPort: 8080, protocol: 'tcp' }],
      }),
    ]);
  });

  test('in parallel share three streams', async () => {
    const { engine, peer } = await engineThat((_request, response) =>
      setTimeout(() => json([])(_request, response), 5),
    );
    await Promise.all(Array.from({ length: 30 }, () => engine.listContainers()));
    expect(peer.dials()).toBeLessThanOrEqual(3);
    expect(peer.connection.channels().open).toBeLessThanOrEqual(3);
  });

  test('are refused in words by an engine that is too old or too new', async () => {
    const old = await engineThat(json([]), { Version: '19.03.15', ApiVersion: '1.40' });
    await expect(old.engine.listContainers()).rejects.toMatchObject({ reason: 'docker_too_old' });
    const recent = await engineThat(json([]), { Version: '40.0', ApiVersion: '1.90', MinAPIVersion: '1.60' });
    await expect(recent.engine.listContainers()).rejects.toMatchObject({ reason: 'docker_too_new' });
    expect(recent.peer.requests).toEqual(['GET /version']);
  });

  test('name what is gone, and pass on what the engine says', async () => {
    const { engine } = await engineThat((request, response) => {
      response.statusCode = request.url?.includes('/gone/') ? 404 : 500;
      response.end(JSON.stringify({ message: 'the disk\u001b[31m is on fire' }));
    });
    await expect(engine.inspectContainer('gone')).rejects.toMatchObject({
      code: 'not_found',
      reason: 'docker_not_found',
    });
    await expect(engine.info()).rejects.toMatchObject({
      reason: 'docker_failed',
      message: 'Docker refused the request: the disk [31m is on fire.',
    });
  });

  test('end with docker_timeout when the engine is silent, and leave no stream behind', async () => {
    const { engine, peer } = await engineThat(() => {});
    await engine.version();
    await expect(engine.info({ timeoutMs: 200 })).rejects.toMatchObject({ reason: 'docker_timeout' });
    await eventually('the stream is closed', () => peer.connection.channels().open === 0);
  });

  test('fail as the connection does when that is lost', async () => {
    const { engine, peer } = await engineThat(() => {});
    const call = engine.info();
    await eventually('it was sent', () => peer.requests.length === 2);
    peer.connection.close();
    await expect(call).rejects.toMatchObject({ reason: 'closed' });
  });

  test('are not redirected by the DOCKER_* variables of Tomo’s own environment', async () => {
    process.env.DOCKER_HOST = 'ssh://root@127.0.0.1:1';
    process.env.DOCKER_TLS_VERIFY = '1';
    try {
      const { engine } = await engineThat(json([]));
      expect(await engine.listContainers()).toEqual([]);
    } finally {
      delete process.env.DOCKER_HOST;
      delete process.env.DOCKER_TLS_VERIFY;
    }
  });

  test('let go of idle streams when scripts wait for a channel', async () => {
    const { engine, peer } = await engineThat((_request, response) =>
      setTimeout(() => json([])(_request, response), 20),
    );
    await Promise.all([1, 2, 3].map(() => engine.listContainers()));
    expect(peer.connection.channels().open).toBe(3);
    const channels = await Promise.all(
      Array.from({ length: 8 }, () => peer.connection.openChannel('exec docker system dial-stdio')),
    );
    expect(channels).toHaveLength(8);
  });
});

describe('a hostile engine', () => {
  test.each(['http', 'ftp', 'javascript', ''])('cannot redirect Tomo anywhere (%s)', async (scheme) => {
    let called = 0;
    const canary = createServer((_request, response) => {
      called += 1;
      response.end('[]');
    });
    await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
    closing.push({ close: () => new Promise((resolve) => canary.close(resolve)) });
    const address = canary.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    for (const status of [301, 302, 307, 308]) {
      const { engine } = await engineThat((_request, response) => {
        response.writeHead(status, { location: scheme ? `${scheme}://127.0.0.1:${port}/` : '::' });
        response.end();
      });
      await expect(engine.listContainers()).rejects.toMatchObject({ reason: 'docker_odd_answer' });
      await expect(engine.events().next()).rejects.toMatchObject({ reason: 'docker_odd_answer' });
    }
    expect(called).toBe(0);
  });

  test('cannot make Tomo collect more than 8 MiB', async () => {
    const sent: number[] = [];
    const flood = (response: ServerResponse) => {
      const chunk = Buffer.alloc(1024 * 1024, '"');
      const go = () => {
        while (!response.destroyed && sent.length < 200) {
          sent.push(1);
          if (!response.write(chunk)) return void response.once('drain', go);
        }
      };
      go();
    };
    const { engine } = await engineThat((request, response) => {
      if (request.url?.includes('events')) response.statusCode = 500;
      flood(response);
    });
    await expect(engine.info()).rejects.toMatchObject({ reason: 'docker_odd_answer' });
    await expect(engine.events().next()).rejects.toMatchObject({ reason: 'docker_odd_answer' });
    expect(sent.length).toBeLessThan(60);
  });

  test.each([
    ['another type', { hello: 'world' }],
    ['a list of other things', [1, 2, 3]],
    ['text', 'hello'],
    ['nothing', null],
  ])('that answers with %s is an odd answer', async (_what, value) => {
    const { engine } = await engineThat(json(value));
    await expect(engine.listContainers()).rejects.toMatchObject({ reason: 'docker_odd_answer' });
  });

  test('cannot be asked for a path by a name', async () => {
    const { engine, peer } = await engineThat(json({}));
    for (const name of ['../x', 'a/json?', 'a b', '', '-a', 'a%2f', 'ä', 'a\r\nX: y']) {
      await expect(engine.inspectContainer(name)).rejects.toMatchObject({ code: 'invalid' });
    }
    for (const name of ['../x', 'UPPER', 'a?b', 'a b', '', 'a:b:c', 'a@sha256:1']) {
      await expect(engine.inspectImage(name)).rejects.toMatchObject({ code: 'invalid' });
      await expect(engine.pullImage(name).next()).rejects.toMatchObject({ code: 'invalid' });
    }
    expect(peer.requests).toEqual([]);
  });
});

describe('streams of an engine', () => {
  test('give the output of a container by stream, and of a terminal as it is', async () => {
    for (const tty of [false, true]) {
      const { engine, peer } = await engineThat((request, response) => {
        if (!request.url?.includes('/logs')) return json(inspected(tty))(request, response);
        if (tty) return void response.end('raw 123');
        response.write(frame(1, 'out\n'));
        response.end(frame(2, 'err\n'));
      });
      const seen: string[] = [];
      for await (const { stream, chunk } of engine.containerLogs('web', { tail: 5 }))
        seen.push(`${stream} ${chunk}`);
      expect(seen.join('')).toBe(tty ? 'stdout raw 123' : 'stdout out\nstderr err\n');
      expect(peer.requests.at(-1)).toContain(`/containers/${'b'.repeat(64)}/logs?`);
      expect(peer.requests.at(-1)).toContain('tail=5');
    }
  });

  test('end on the engine when the reader leaves, and with "aborted" when its caller gives up', async () => {
    let open = 0;
    const { engine, peer } = await engineThat((_request, response) => {
      open += 1;
      response.once('close', () => {
        open -= 1;
      });
      response.write(
        `${JSON.stringify({ Type: 'container', Action: 'start', timeNano: 1.7e18, Actor: { ID: 'x' } })}\n`,
      );
    });
    for await (const event of engine.events()) {
      expect(event).toEqual({ type: 'container', action: 'start', id: 'x', attributes: {}, atMs: 1.7e12 });
      break;
    }
    await eventually('the engine sees it', () => open === 0);
    const giveUp = new AbortController();
    const events = engine.events({ since: 5, signal: giveUp.signal });
    await events.next();
    giveUp.abort();
    await expect(events.next()).rejects.toMatchObject({ reason: 'aborted' });
    await eventually('the engine sees it', () => open === 0);
    expect(peer.requests.at(-1)).toBe('GET /v1.45/events?since=5');
    await eventually('the channels are free', () => peer.connection.channels().open <= 1);
  });

  test('do not take the places of calls', async () => {
    const { engine } = await engineThat((request, response) => {
      if (request.url?.includes('/events')) response.write('\n');
      else json([])(request, response);
    });
    const streams = Array.from({ length: 5 }, () => engine.events());
    const pending = streams.map((events) => events.next().catch(() => {}));
    expect(await engine.listContainers()).toEqual([]);
    for (const events of streams) void events.return(undefined);
    void pending;
  });

  test('report each layer of a pull, and its failure in words', async () => {
    const lines = [
      { status: 'Pulling from library/nginx', id: '1.29' },
      { status: 'Downloading', id: 'abc', progressDetail: { current: 5, total: 10 } },
      { status: 'Pull complete', id: 'abc', progressDetail: {} },
    ];
    const { engine, peer } = await engineThat((request, response) => {
      for (const line of lines) response.write(`${JSON.stringify(line)}\r\n`);
      response.end(
        request.url?.includes('missing')
          ? JSON.stringify({ error: 'manifest unknown', errorDetail: {} })
          : '',
      );
    });
    const seen = [];
    for await (const progress of engine.pullImage('nginx:1.29')) seen.push(progress);
    expect(seen).toEqual([
      { status: 'Pulling from library/nginx', layer: '1.29' },
      { status: 'Downloading', layer: 'abc', currentBytes: 5, totalBytes: 10 },
      { status: 'Pull complete', layer: 'abc' },
    ]);
    expect(peer.requests.at(-1)).toBe('POST /v1.45/images/create?fromImage=nginx&tag=1.29');
    const pull = async () => {
      for await (const _ of engine.pullImage('missing'));
    };
    await expect(pull()).rejects.toMatchObject({
      reason: 'pull_failed',
      message: 'The registry has no such image or tag.',
    });
    expect(peer.requests.at(-1)).toContain('tag=latest');
  });

  test('fail as the connection does when that is cut off in the middle', async () => {
    const { engine, peer } = await engineThat((_request, response) => {
      response.write('{"status":"Downloading","id":"abc"}\r\n');
    });
    const pull = async () => {
      for await (const _ of engine.pullImage('nginx:1.29')) peer.connection.close();
    };
    await expect(pull()).rejects.toMatchObject({ reason: 'closed' });
  });
});

describe('a server whose engine cannot be reached', () => {
  test.each([
    ['bash: line 1: exec: docker: not found', 127, 'docker_missing'],
    ["docker: 'system dial-stdio' is not a docker command.", 1, 'docker_missing'],
    [
      'failed to open the raw stream connection: dial unix /var/run/docker.sock: connect: no such file or directory',
      1,
      'docker_stopped',
    ],
    [
      'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
      1,
      'docker_stopped',
    ],
    ['dial unix /var/run/docker.sock: connect: permission denied', 1, 'docker_denied'],
    ['something else', 1, 'docker_failed'],
    ['', 0, 'docker_failed'],
  ])('says why: %s', async (said, code, reason) => {
    const peer = await startDialPeer((channel) => {
      channel.stderr.write(said);
      channel.exit(code);
      channel.end();
    });
    closing.push(peer);
    const error = await openEngine(peer.connection, undefined)
      .ping()
      .catch((one: unknown) => one);
    if (said === '') expect(error).toBeInstanceOf(Error);
    else expect(error).toMatchObject({ reason, hint: expect.stringMatching(/\w/) });
  });
});
