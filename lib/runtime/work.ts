import { AsyncLocalStorage } from 'node:async_hooks';
import { singleton } from './singleton';

/** One piece of work of this process, a request or a job, wherever its code runs. */
export type Work = {
  /** How it is named to people: `GET /servers`, `job server.prepare`. */
  what: string;
  requestId: string | null;
  /** Database statements so far. */
  statements: number;
  /** How often each statement ran, by its text; kept while somebody looks for a fault. */
  texts: Map<string, number> | undefined;
  /** When it was last seen at work, on the monotonic clock. */
  activeAt: number;
};

/** A statement that ran: its text without values, and from when to when it was waited for. */
export type RanStatement = { text: string; began: number; ended: number };

const REMEMBERED_STATEMENTS = 64;
const REMEMBERED_MS = 2_000;

/** The work that the running code belongs to; undefined outside of any. The front opens one around every request. */
export function currentWork(): Work | undefined {
  return store().getStore();
}

/** Runs `task` as a work of its own, whoever started it. */
export async function asWork<T>(what: string, task: () => Promise<T>): Promise<T> {
  const work: Work = { what, requestId: null, statements: 0, texts: undefined, activeAt: performance.now() };
  recentWorks().add(work);
  try {
    return await store().run(work, task);
  } finally {
    work.activeAt = performance.now();
    setTimeout(() => recentWorks().delete(work), REMEMBERED_MS).unref();
  }
}

/** All that runs, and what ended a moment ago. */
export function recentWorks(): Set<Work> {
  return singleton('works', () => new Set<Work>());
}

/** Counts a statement for the work it belongs to, and remembers it for a while. */
export function noteStatement(ran: RanStatement): void {
  const last = recentStatements();
  last.push(ran);
  if (last.length > REMEMBERED_STATEMENTS) last.shift();
  const work = currentWork();
  if (!work) return;
  work.statements += 1;
  work.activeAt = ran.ended;
  work.texts?.set(ran.text, (work.texts.get(ran.text) ?? 0) + 1);
}

/** The last statements of this process, in the order in which they ended. */
export function recentStatements(): RanStatement[] {
  return singleton<RanStatement[]>('statements', () => []);
}

function store() {
  return singleton('work', () => new AsyncLocalStorage<Work>());
}
