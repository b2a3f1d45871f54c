import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { forgetSingletons } from '@/e2e/support/database';
import { life } from '@/lib/runtime/life';
import { singleton } from '@/lib/runtime/singleton';
import { shutDown } from './shutdown.mjs';

afterEach(forgetSingletons);

/** A server whose answers never end by themselves; `registers` says whether they can be closed from outside. */
async function endless(
  registers: boolean,
): Promise<{ server: http.Server; open(): Promise<{ closed: Promise<unknown> }> }> {
  const streams = singleton('streams', () => new Set<{ close(): void }>());
  const server = http.createServer((_req, res) => {
    res.write(': ok\n\n');
    if (registers) streams.add({ close: () => res.end('event: end\n\n') });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    server,
    async open() {
      const request = http.get({ port, host: '127.0.0.1', agent: new http.Agent({ keepAlive: true }) });
      request.on('error', () => {});
      const [response] = (await once(request, 'response')) as [http.IncomingMessage];
      response.on('error', () => {}).resume();
      return { closed: new Promise((resolve) => response.once('close', resolve)) };
    },
  };
}

describe('G55 stopping', () => {
  it('ends twenty open streams, then what was started, last first, within five seconds', async () => {
    const { server, open } = await endless(true);
    const closed: Promise<unknown>[] = [];
    for (let count = 0; count < 20; count++) closed.push((await open()).closed);
    const order: string[] = [];
    life().stoppers.push(
      async () => void order.push('database'),
      async () => void order.push('worker'),
    );
    const began = performance.now();
    expect(await shutDown(server)).toBe('stopped');
    await Promise.all(closed);
    expect(performance.now() - began).toBeLessThan(5000);
    expect(order).toEqual(['worker', 'database']);
    expect(life().stopping).toBe(true);
  });

  it('cuts answers that nobody can end, after a while', async () => {
    const { server, open } = await endless(false);
    const { closed } = await open();
    expect(await shutDown(server)).toBe('stopped');
    await closed;
  });

  it('does not wait longer than its deadline for something that hangs', async () => {
    const { server } = await endless(true);
    life().stoppers.push(() => new Promise(() => {}));
    expect(await shutDown(server, { deadlineMs: 300 })).toBe('deadline');
  });
});
