/**
 * What the lab has to remember between runs and cannot ask the engine for.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { paths } from './paths.mjs';

/**
 * @typedef {object} LabState
 * @property {{ host: string, client: string, own: boolean, networkBefore?: import('./firewall.mjs').NetworkBefore }} [engine]
 * @property {string} [bridge] address of the outer engine's bridge, as the targets see this machine
 * @property {string} [vendorFingerprint] of the key that signs the stand-in for the vendor's apt repository
 * @property {Record<string, string>} [pushed] image name in the registry -> key of the build it came from
 */

/** @returns {LabState} */
export function readState() {
  try {
    return JSON.parse(readFileSync(paths.state, 'utf8'));
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return {};
    throw error;
  }
}

/**
 * Read, change and write in one turn of the event loop; the caller holds the lab's lock against other processes.
 * @param {Partial<LabState>} changes
 */
export function updateState(changes) {
  const next = { ...readState(), ...changes };
  writeFileSync(`${paths.state}.new`, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${paths.state}.new`, paths.state);
}
