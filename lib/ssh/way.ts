import 'server-only';
import type { Duplex } from 'node:stream';
import type { SshConnection } from './connection';
import type { StageClock } from './stages';
import type { SshTarget } from './target';
import { openTcp } from './tcp';

/**
 * Opens the way to `target`: a TCP connection, or a channel through the jump host `via`, which then looks up the name.
 * @throws SshError as `openTcp`, and `forwarding_refused`.
 */
export async function openWay(
  target: SshTarget,
  via: SshConnection | undefined,
  stages: StageClock,
  signal: AbortSignal,
): Promise<Duplex> {
  if (!via) return openTcp(target, stages, signal);
  stages.done('resolve', 'tcp');
  const channel = await via.openForward(target, signal);
  stages.done('tcp', 'host_key');
  return channel;
}
