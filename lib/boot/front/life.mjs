import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * What front and application tell each other. They are separate module graphs of one process, so the record lives on
 * `globalThis` under the name that lib/runtime/life.ts uses, which also says what each field means.
 */
export function life() {
  return once('life', () => ({
    boot: undefined,
    stopping: false,
    setupToken: undefined,
    stoppers: [],
    isReady: async () => false,
    logFatal: undefined,
    lastWords: undefined,
  }));
}

const BEGINS_WITHIN_MS = 60_000;

/**
 * Waits until the application has booted. Next loads it beside its own start and tells nobody when that failed, so a boot
 * that does not even begin is a failure, too.
 *
 * @throws {Error} the one line that says why Tomo cannot start
 */
export async function booted() {
  const begun = Date.now();
  while (!life().boot) {
    if (Date.now() - begun > BEGINS_WITHIN_MS)
      throw new Error('The application did not load; the messages above say why.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await life().boot;
}

/** The open event streams, as lib/procedures keeps them. @returns {Set<{ close(): void }>} */
export function openStreams() {
  return once('streams', () => new Set());
}

/** Answers one request inside its own scope, so that log entries know their request. @param {string} requestId @param {() => unknown} answer */
export function inRequest(requestId, answer) {
  return once('request-scope', () => new AsyncLocalStorage()).run({ requestId }, answer);
}

/** @template T @param {string} name @param {() => T} make @returns {T} */
function once(name, make) {
  const key = Symbol.for(`tomo.${name}`);
  globalThis[key] ??= make();
  return globalThis[key];
}
