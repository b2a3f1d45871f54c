import 'server-only';
import type { ClientChannel } from 'ssh2';

/** Closes a channel that nobody needs and reads it to its end, because only then its place on the connection is free. */
export function discardChannel(channel: ClientChannel): void {
  channel.on('error', () => {});
  channel.end();
  channel.close();
  channel.resume();
  channel.stderr.resume();
}
