import 'server-only';
import type { Socket } from 'node:net';
import type { Witnessed } from './handshake-failure';

/**
 * Notes the first bytes a peer sends. sshd turns callers away in plain text before its identification line
 * ("Exceeded MaxStartups"), which ssh2 reports only as a lost connection.
 */
export function watchGreeting(socket: Socket, seen: Witnessed): void {
  socket.once('data', (chunk: Buffer) => {
    seen.greeting = chunk.toString('latin1', 0, 512);
  });
}
