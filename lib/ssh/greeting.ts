import 'server-only';
import type { Duplex } from 'node:stream';
import type { Witnessed } from './handshake-failure';

/**
 * Notes the first bytes a peer sends. sshd turns callers away in plain text before its identification line
 * ("Exceeded MaxStartups"), which ssh2 reports only as a lost connection.
 */
export function watchGreeting(socket: Duplex, seen: Witnessed): void {
  socket.once('data', (chunk: Buffer) => {
    seen.greeting = chunk.toString('latin1', 0, 512);
  });
}
