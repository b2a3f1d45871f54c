import 'server-only';
import type { DockerEngine } from '@/lib/docker/engine';
import { makeRedactor } from '@/lib/jobs/redact';
import { TomoError } from '@/lib/runtime/errors';
import type { LogEntry, LogState } from './entry';
import { MOST_LINES } from './entry';
import { findContainer } from './find-container';
import { logLink } from './log-link';
import { type LogQuery, sinceSeconds } from './query';
import { StampedLines } from './stamped-lines';
import type { LogSubject } from './subject';
import { ended, missing, troubleOf } from './trouble';

const MOST_CHARACTERS = 4 * 2 ** 20;
const READ_MS = 20_000;

/** What was read of one service, oldest first; `cut` when there is more than one answer holds. */
export type LogPage = { state: LogState; lines: LogEntry[]; cut: boolean };

/** Reads the log of one service as it is now. Trouble is part of the answer: other services may still be read. */
export async function readLog(
  subject: LogSubject,
  service: string,
  query: Pick<LogQuery, 'tail' | 'since'>,
  signal?: AbortSignal,
): Promise<LogPage> {
  const time = AbortSignal.timeout(READ_MS);
  const within = signal ? AbortSignal.any([signal, time]) : time;
  try {
    return await logLink(subject.appId, subject.serverId).use((engine, link) => {
      const redact = redactorOf(subject, link.secrets);
      return read(engine, { ...subject, service, redact }, query, within);
    });
  } catch (error) {
    const cause = time.aborted && !signal?.aborted ? tooSlow() : error;
    return { state: troubleOf(service, cause), lines: [], cut: false };
  }
}

/** Masks every secret of the app, and of the connection, in a line. */
export function redactorOf({ secrets }: LogSubject, more: LogSubject['secrets']): (text: string) => string {
  const redactor = makeRedactor();
  for (const secret of [...secrets, ...more]) redactor.add(secret);
  return redactor.redact;
}

type Asked = { appId: string; service: string; redact: (text: string) => string };

async function read(
  engine: DockerEngine,
  { appId, service, redact }: Asked,
  { tail, since }: Pick<LogQuery, 'tail' | 'since'>,
  signal: AbortSignal,
): Promise<LogPage> {
  const container = await findContainer(engine, appId, service, signal);
  if (!container) return { state: missing(service), lines: [], cut: false };
  const wanted = since === undefined ? tail : MOST_LINES;
  const pages = new Latest(wanted);
  const assembler = new StampedLines(service, redact);
  const options = { tail: wanted, since: sinceSeconds(since), timestamps: true, signal };
  for await (const frame of engine.containerLogs(container.id, options)) pages.add(assembler.push(frame));
  pages.add(assembler.end());
  // The engine knows whole seconds only. Without its Z, a moment sorts before its own fractions.
  const from = since === undefined ? '' : new Date(since).toISOString().slice(0, -1);
  const lines = pages.lines.filter(({ at }) => at === '' || at >= from);
  const runs = container.state === 'running' || container.state === 'restarting';
  const state: LogState = runs ? { service, phase: 'live' } : ended(service, container.status);
  return { state, lines, cut: pages.cut || (since !== undefined && lines.length >= MOST_LINES) };
}

/** The last lines within both bounds. */
class Latest {
  lines: LogEntry[] = [];
  cut = false;
  #characters = 0;

  constructor(private readonly most: number) {}

  add(more: readonly LogEntry[]): void {
    for (const line of more) {
      this.lines.push(line);
      this.#characters += line.text.length;
    }
    let from = Math.max(0, this.lines.length - this.most);
    for (const { text } of this.lines.slice(0, from)) this.#characters -= text.length;
    while (this.#characters > MOST_CHARACTERS && from < this.lines.length - 1) {
      this.#characters -= this.lines[from]?.text.length ?? 0;
      from += 1;
      this.cut = true;
    }
    if (from > 0) this.lines = this.lines.slice(from);
  }
}

function tooSlow(): TomoError {
  return new TomoError('unavailable', 'The log could not be read within 20 s.', {
    hint: 'Ask for fewer lines, or look at the load of the server.',
    reason: 'log_too_slow',
  });
}
