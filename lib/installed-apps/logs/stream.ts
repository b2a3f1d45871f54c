import 'server-only';
import type { StreamEvent } from '@/lib/procedures/stream';
import { monotonicMs, sleep } from '@/lib/runtime/clock';
import { isTomoError, TomoError } from '@/lib/runtime/errors';
import type { LogEntry } from './entry';
import { unknownTo } from './known-lines';
import type { LogQuery } from './query';
import { readLog } from './read-log';
import { logSource } from './source';
import { logSubject, wantedServices } from './subject';
import { ViewQueue } from './view-queue';

type LogStream = {
  params: { appId: string };
  query: LogQuery;
  send(event: StreamEvent): Promise<boolean>;
  signal: AbortSignal;
};

/** The connection of an app carries this many logs besides one that is read from its begin. */
export const MOST_FOLLOWED = 5;
const LINES_PER_EVENT = 250;
/** Lines that come one by one are sent at once; the more came together, the longer the next are gathered, up to this. */
const BATCH_EVERY_MS = 50;
const PAUSE_PER_LINE_MS = 1;

/**
 * Sends the logs of an app as server-sent events: `lines` with what there is, `ready` behind it, then `lines` as they are
 * written and `state` per service. `refused` says in words why there is nothing. Ends when the reader leaves.
 */
export async function streamLogs({ params, query, send, signal }: LogStream): Promise<void> {
  try {
    const subject = await logSubject(params.appId);
    const services = wantedServices(subject, query.service);
    if (services.length > MOST_FOLLOWED) throw tooMany();
    const queue = new ViewQueue();
    const joined = services.map((service) => logSource(subject.appId, service).join(queue));
    const leave = () => {
      for (const one of joined) one.leave();
    };
    // At once, whatever this waits for: the last reader takes the channel along.
    signal.addEventListener('abort', leave, { once: true });
    try {
      await Promise.all(joined.map(({ ready }) => ready));
      const pages = await Promise.all(services.map((service) => readLog(subject, service, query, signal)));
      const read = merged(pages.map(({ lines }) => lines));
      if (!(await sendLines(send, read))) return;
      for (const { state } of pages)
        if (state.phase !== 'live' && state.phase !== 'ended') await send({ event: 'state', data: state });
      await send({ event: 'ready', data: { count: read.length, cut: pages.some(({ cut }) => cut) } });
      await follow(queue, unknownTo(read), send, signal);
    } finally {
      leave();
    }
  } catch (error) {
    if (!isTomoError(error)) throw error;
    await send({ event: 'refused', data: { message: error.message, hint: error.hint } });
  }
}

async function follow(
  queue: ViewQueue,
  isNew: (line: LogEntry) => boolean,
  send: LogStream['send'],
  signal: AbortSignal,
): Promise<void> {
  for (let notBefore = 0; !signal.aborted; ) {
    await queue.filled(signal);
    const wait = notBefore - monotonicMs();
    if (wait > 0) await sleep(wait, signal);
    const { lines, skipped, states } = queue.take();
    notBefore = monotonicMs() + Math.min(BATCH_EVERY_MS, PAUSE_PER_LINE_MS * lines.length);
    for (const state of states) await send({ event: 'state', data: state });
    if (skipped > 0) await send({ event: 'skipped', data: { count: skipped } });
    if (!(await sendLines(send, lines.filter(isNew)))) return;
  }
}

async function sendLines(send: LogStream['send'], lines: readonly LogEntry[]): Promise<boolean> {
  for (let at = 0; at < lines.length; at += LINES_PER_EVENT) {
    const part = lines.slice(at, at + LINES_PER_EVENT);
    if (!(await send({ event: 'lines', data: part }))) return false;
  }
  return true;
}

/** The logs of several services as one, by time. */
export function merged(logs: readonly LogEntry[][]): LogEntry[] {
  if (logs.length === 1) return logs[0] ?? [];
  return logs.flat().sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function tooMany(): TomoError {
  return new TomoError('invalid', `Logs of at most ${MOST_FOLLOWED} services are shown together.`, {
    hint: 'Choose one service.',
    reason: 'too_many_logs',
  });
}
