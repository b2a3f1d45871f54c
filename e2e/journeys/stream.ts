import type { Tomo } from '../support/app';
import type { Api } from './api';

type ServerEvent = { event: string; id: number | undefined; data: unknown };

/** The events of a job from line `after` on, as a program without a browser reads them. Ends with the stream or `signal`. */
export const jobEvents = (tomo: Tomo, api: Api, jobId: string, after: number, signal: AbortSignal) =>
  serverEvents(tomo, api, `/api/v1/jobs/${jobId}/stream`, after, signal);

/** The same of any stream, by its path. */
export async function* serverEvents(
  tomo: Tomo,
  api: Api,
  path: string,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<ServerEvent> {
  const { cookies } = await api.context.storageState();
  const response = await fetch(`${tomo.url}${path}`, {
    headers: {
      cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
      'last-event-id': String(after),
    },
    signal,
  });
  // Compressed, events would wait for each other on their way.
  const packed = response.headers.get('content-encoding');
  if (packed) throw new Error(`The stream ${path} is compressed: ${packed}`);
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = eventIn(block);
      if (event) yield event;
    }
  }
}

/** Numbers of all lines, read over a connection that breaks after every `perConnection` lines. */
export async function lineNumbersOver(
  tomo: Tomo,
  api: Api,
  jobId: string,
  perConnection: number,
): Promise<number[]> {
  const seen: number[] = [];
  for (;;) {
    const cable = new AbortController();
    let inThis = 0;
    try {
      for await (const event of jobEvents(tomo, api, jobId, seen.at(-1) ?? 0, cable.signal)) {
        if (event.event === 'end') return seen;
        if (event.event !== 'line') continue;
        seen.push(event.id ?? Number.NaN);
        inThis += 1;
        if (inThis === perConnection) break;
      }
    } finally {
      cable.abort();
    }
  }
}

function eventIn(block: string): ServerEvent | undefined {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
  const event = field('event');
  if (event === undefined) return undefined;
  const id = field('id');
  return { event, id: id === undefined ? undefined : Number(id), data: JSON.parse(field('data') ?? 'null') };
}
