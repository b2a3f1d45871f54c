/**
 * A host that accepts connections and never says a word: what a client's timeouts are for.
 */
import { createServer } from 'node:net';

/**
 * @param {{ port?: number }} [options] a free port unless told otherwise
 * @returns {Promise<{ host: string, port: number, connections: () => number, close: () => Promise<void> }>}
 */
export async function silentHost({ port = 0 } = {}) {
  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set();
  const server = createServer((socket) => {
    sockets.add(socket);
    // Read and forget: an unread socket would show the client a full window instead of silence.
    socket.resume();
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => resolve(undefined));
  });
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    host: '127.0.0.1',
    port: address.port,
    connections: () => sockets.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
