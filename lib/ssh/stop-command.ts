import 'server-only';
import type { ClientChannel } from 'ssh2';
import { sleep } from '@/lib/runtime/clock';
import type { SshConnection } from './connection';

const TERM_MS = 5_000;
const CLOSE_MS = 2_000;

/**
 * Ends the command of a channel: TERM, 5 s, KILL, close; a peer that ignores even the close loses the connection, since
 * its place would never be free again. `kill` sends the signal another way, for processes that the account may not touch.
 */
export async function stopCommand(
  connection: SshConnection,
  channel: ClientChannel,
  closed: Promise<unknown>,
  kill: ((signal: 'TERM' | 'KILL') => Promise<void>) | undefined,
): Promise<void> {
  for (const [signal, waitMs] of [['TERM', TERM_MS] as const, ['KILL', CLOSE_MS] as const]) {
    send(channel, signal);
    const other = kill?.(signal).catch(() => {});
    if (await within(closed, waitMs)) {
      await other;
      return;
    }
  }
  channel.close();
  if (!(await within(closed, CLOSE_MS)) && connection.alive()) connection.close();
}

/** Sends a signal by the channel itself. sshd knows this since 7.9; older ones ignore it. */
function send(channel: ClientChannel, signal: string): void {
  try {
    channel.signal(signal);
  } catch {
    // The channel closed in this moment: nothing left to signal.
  }
}

async function within(event: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const timer = new AbortController();
  const late = sleep(milliseconds, timer.signal).then(() => false);
  const done = await Promise.race([event.then(() => true), late]);
  timer.abort();
  return done;
}
