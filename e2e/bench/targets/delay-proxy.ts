import { connect, createServer, type Socket } from 'node:net';
import type { Bench } from '../goal';

/** Passes connections on to 127.0.0.1:`port`, each byte `oneWayMs` later, in order: a distance without a network. */
export async function startDelayProxy(bench: Bench, port: number, oneWayMs: number): Promise<number> {
  const open = new Set<Socket>();
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ host: '127.0.0.1', port, noDelay: true });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      // Timers of one delay fire in the order in which they were set.
      from.on('data', (chunk) => setTimeout(() => to.destroyed || to.write(chunk), oneWayMs));
      from.on('end', () => setTimeout(() => to.end(), oneWayMs));
      from.on('error', () => {});
      from.on('close', () => {
        open.delete(from);
        setTimeout(() => to.destroy(), oneWayMs);
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  bench.afterwards(() => {
    for (const socket of open) socket.destroy();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
