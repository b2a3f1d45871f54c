import { life, openStreams } from './life.mjs';

const DEADLINE_MS = 25_000;
const DRAIN_MS = 5_000;

/**
 * Stops in order (LIFE-4): say so on /readyz, take no new connections, end the event streams, let answers in flight finish,
 * then stop what was started, last first. The promise never takes longer than the deadline.
 *
 * @param {import('node:http').Server} server
 * @param {{ deadlineMs?: number }} [options]
 * @returns {Promise<'stopped' | 'deadline'>}
 */
export function shutDown(server, { deadlineMs = DEADLINE_MS } = {}) {
  life().stopping = true;
  const deadline = new Promise((resolve) => setTimeout(resolve, deadlineMs, 'deadline').unref());
  return Promise.race([stopAll(server), deadline]);
}

/** @param {import('node:http').Server} server */
async function stopAll(server) {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  for (const stream of [...openStreams()]) stream.close();
  const drained = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  // Connections that turn idle now would otherwise be kept for their next request.
  const sweep = setInterval(() => server.closeIdleConnections(), 100);
  await closed;
  clearTimeout(drained);
  clearInterval(sweep);
  for (const stop of life().stoppers.toReversed()) await stop();
  return 'stopped';
}
