import 'server-only';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { SshError } from './errors';
import type { Stage, StageClock } from './stages';
import type { SshTarget } from './target';

/**
 * Opens the TCP connection to `target` without Nagle's delay, which costs 40 ms on every small exchange.
 * @throws SshError `dns`, `refused`, `timeout`, `closed`, or the reason of `signal`.
 */
export function openTcp(target: SshTarget, stages: StageClock, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    // An address is not looked up, so nothing will tell that it is resolved.
    if (isIP(target.host)) stages.done('resolve', 'tcp');
    const socket = connectTcp({ host: target.host, port: target.port, noDelay: true });
    const settle = (finish: () => void) => {
      signal.removeEventListener('abort', onAbort);
      socket.off('error', onError);
      finish();
    };
    const onAbort = () =>
      settle(() => {
        socket.on('error', () => {});
        socket.destroy();
        reject(signal.reason);
      });
    const onError = (error: NodeJS.ErrnoException) => settle(() => reject(tcpError(error)));
    signal.addEventListener('abort', onAbort, { once: true });
    // Also emitted when the name was not found.
    socket.on('lookup', (error) => error || stages.done('resolve', 'tcp'));
    socket.once('error', onError);
    socket.once('connect', () => {
      stages.done('resolve', 'tcp');
      stages.done('tcp', 'host_key');
      settle(() => resolve(socket));
    });
  });
}

function tcpError(error: NodeJS.ErrnoException): SshError {
  if (error.syscall === 'getaddrinfo' || error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') {
    const temporary = error.code === 'EAI_AGAIN';
    return new SshError('dns', `The host name could not be resolved${temporary ? ' right now' : ''}.`, {
      hint: temporary
        ? 'Check the name servers of the machine Tomo runs on, then try again.'
        : 'Check the spelling of the host name, or use the IP address.',
      cause: error,
    });
  }
  if (error.code === 'ECONNREFUSED') {
    return new SshError('refused', 'The server refused the connection: nothing listens on that port.', {
      hint: 'Check the port, and that the SSH service of the server runs.',
      cause: error,
    });
  }
  if (error.code === 'ETIMEDOUT') return timeoutError('tcp', error);
  return new SshError('closed', 'The network did not let the connection through.', {
    hint: 'Check address, route and firewall between Tomo and the server.',
    data: { network: error.code ?? 'unknown' },
    cause: error,
  });
}

/** The error of a connect that ran out of time, in words of the step it was in. */
export function timeoutError(stage: Stage, cause?: unknown): SshError {
  const [message, hint] = timeouts[stage];
  return new SshError('timeout', message, { hint, data: { stage }, cause });
}

const timeouts: Record<Stage, [message: string, hint: string]> = {
  resolve: [
    'The name servers did not answer in time.',
    'Check the name servers of the machine Tomo runs on, or use the IP address.',
  ],
  tcp: [
    'The server did not answer in time.',
    'Check that it is switched on, that the address is right and that no firewall drops the port.',
  ],
  host_key: [
    'Something accepted the connection but did not finish the SSH greeting in time.',
    'Check that the port belongs to the SSH service; an overloaded server or a firewall can cause this too.',
  ],
  sign_in: [
    'The server did not answer the sign-in in time.',
    'Look at the SSH log of the server: slow name lookups and full disks delay sign-ins.',
  ],
};
