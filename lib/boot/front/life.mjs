/**
 * What front and application tell each other. They are separate module graphs of one process, so the record lives on
 * `globalThis` under the same name as `singleton('life', …)` of lib/runtime (lib/boot/life.ts is the typed view).
 *
 * @typedef {object} Life
 * @property {boolean} stopping whether the process is on its way out; /readyz says so
 * @property {string | undefined} setupToken printed once as a link while no user exists
 * @property {(() => Promise<void>)[]} stoppers what to end, last started first
 * @property {((message: string, error: unknown) => void) | undefined} logFatal writes a CRITICAL entry, once the logger is up
 *
 * @returns {Life}
 */
export function life() {
  const key = Symbol.for('tomo.life');
  globalThis[key] ??= { stopping: false, setupToken: undefined, stoppers: [], logFatal: undefined };
  return globalThis[key];
}

/** The open event streams, as lib/procedures keeps them. @returns {Set<{ close(): void }>} */
export function openStreams() {
  return globalThis[Symbol.for('tomo.streams')] ?? new Set();
}
