/**
 * Mutual exclusion between processes that share a lab.
 *
 * A lock is an abstract Unix socket: the kernel drops it with the process that holds it, so a killed `up` leaves
 * nothing stale behind.
 */
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { labId } from './paths.mjs';

/** @param {string} name */
function tryLock(name) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(`\0tomo-lab-${labId}-${name}`, () => resolve(server));
  });
}

/**
 * Runs `action` while no other process (and no other caller in this one) runs under the same name.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} action
 * @param {() => void} [onWait] called once when somebody else holds the lock
 * @returns {Promise<T>}
 */
export async function withLock(name, action, onWait) {
  let server = await tryLock(name);
  if (!server) onWait?.();
  while (!server) {
    await sleep(200);
    server = await tryLock(name);
  }
  try {
    return await action();
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
