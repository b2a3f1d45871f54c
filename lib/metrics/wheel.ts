import 'server-only';

const SLOTS = 4096;

/**
 * One timer for everybody: entries wait in slots of one second, `advance` returns those that are due. An entry has one
 * place; scheduling it again moves it. Cost per second grows with what is due, not with what waits.
 */
export class TimingWheel {
  readonly #slots: Set<string>[] = Array.from({ length: SLOTS }, () => new Set());
  readonly #due = new Map<string, number>();
  #now: number;

  /** @param now the present second of any clock that does not go back */
  constructor(now: number) {
    this.#now = Math.floor(now);
  }

  /** Makes `id` due at second `at`, or at the next one when that has passed. */
  schedule(id: string, at: number): void {
    this.remove(id);
    const second = Math.max(this.#now + 1, Math.floor(at));
    this.#due.set(id, second);
    this.#slot(second).add(id);
  }

  remove(id: string): void {
    const second = this.#due.get(id);
    if (second === undefined) return;
    this.#due.delete(id);
    this.#slot(second).delete(id);
  }

  /** Moves on to second `now` and returns what became due, each id once, however long nobody asked. */
  advance(now: number): string[] {
    const until = Math.floor(now);
    const due: string[] = [];
    for (let second = Math.max(this.#now + 1, until - SLOTS + 1); second <= until; second++) {
      for (const id of this.#slot(second)) {
        if ((this.#due.get(id) ?? Number.POSITIVE_INFINITY) <= until) due.push(id);
      }
    }
    this.#now = Math.max(this.#now, until);
    for (const id of due) this.remove(id);
    return due;
  }

  #slot(second: number): Set<string> {
    return this.#slots[second % SLOTS] as Set<string>;
  }
}

/**
 * The next second after `now` at which `id` is due when it is due every `intervalSeconds`: servers spread over the
 * interval by their id, so that a fleet does not answer all at once, and keep their second after a restart.
 */
export function nextTurn(id: string, intervalSeconds: number, now: number): number {
  const phase = hash(id) % intervalSeconds;
  const round = Math.floor((now - phase) / intervalSeconds) + 1;
  return round * intervalSeconds + phase;
}

// FNV-1a, 32 bit: ids that differ in one character land far apart.
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}
