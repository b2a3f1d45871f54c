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
    answered: undefined,
  }));
}

// As lib/runtime/work.ts has it.
const REMEMBERED_MS = 2_000;
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

/**
 * Answers one request as a work of its own (lib/runtime/work.ts says what each field means), so that log entries and
 * statements know their request.
 *
 * @param {{ what: string, requestId: string }} request
 * @param {import('node:http').ServerResponse} res
 * @param {() => unknown} answer
 */
export function inRequest({ what, requestId }, res, answer) {
  const { answered } = life();
  const began = performance.now();
  const texts = answered ? new Map() : undefined;
  const work = { what, requestId, statements: 0, texts, activeAt: began };
  const works = once('works', () => new Set());
  works.add(work);
  res.once('close', () => {
    work.activeAt = performance.now();
    setTimeout(() => works.delete(work), REMEMBERED_MS).unref();
    answered?.(work, work.activeAt - began);
  });
  return once('work', () => new AsyncLocalStorage()).run(work, answer);
}

/** @template T @param {string} name @param {() => T} make @returns {T} */
function once(name, make) {
  const key = Symbol.for(`tomo.${name}`);
  globalThis[key] ??= make();
  return globalThis[key];
}
