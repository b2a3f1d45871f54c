import 'server-only';
import type { NextRequest } from 'next/server';
import type { z } from 'zod';
import { type Actor, requireActor } from '@/lib/auth/actor';
import type { Permission } from '@/lib/auth/permissions';
import { isActorCurrent } from '@/lib/auth/session-check';
import { logError } from '@/lib/log/logger';
import { notFound, TomoError } from '@/lib/runtime/errors';
import { singleton } from '@/lib/runtime/singleton';
import { requirePermission } from './guard';
import { problemResponse } from './problem';

/** One server-sent event: `id` becomes the reader's `Last-Event-ID`. */
export type StreamEvent = { event: string; id?: number; data: unknown };

type StreamContext<Params, Query> = {
  actor: Actor;
  params: Params;
  query: Query;
  /** Number of the last event the reader has, from `Last-Event-ID` or `?after=`; 0 without. */
  after: number;
  /** Resolves when the reader has room again; false when the stream has ended. Several events travel together. */
  send(...events: StreamEvent[]): Promise<boolean>;
  /** Aborts when the reader leaves, the session ends or the process stops. */
  signal: AbortSignal;
};

type StreamDefinition<Params extends z.ZodType, Query extends z.ZodType> = {
  name: string;
  access: Permission;
  params: Params;
  /** What the address may ask for after `?`; wrong values are refused before the stream begins. */
  query?: Query;
  /** Throws what is answered instead of a stream, such as `not_found`: once the stream has begun, it can only end. */
  before?(context: { actor: Actor; params: z.output<Params> }): Promise<unknown>;
  /** Sends events until it returns; the stream then ends with `end` if it was not sent already. */
  run(context: StreamContext<z.output<Params>, z.output<Query>>): Promise<void>;
};

const PING_EVERY_MS = 15_000;
const STREAMS_PER_PERSON = 20;
const STREAMS_IN_ALL = 200;
const UNREAD_LIMIT_BYTES = 256 * 1024;
const CHUNK_CHARACTERS = 32 * 1024;

type OpenStream = { userId: string; close(): void };

// The front ends every one of them when the process stops; readers then reconnect by their last event.
const openStreams = () => singleton('streams', () => new Set<OpenStream>());

/** The door for live data: server-sent events over the session's cookie, same origin, re-checked every 15 s. */
export function defineStream<Params extends z.ZodType, Query extends z.ZodType = z.ZodUndefined>(
  definition: StreamDefinition<Params, Query>,
): (request: NextRequest, context: { params: Promise<Record<string, string>> }) => Promise<Response> {
  return async (request, context) => {
    try {
      const site = request.headers.get('sec-fetch-site');
      if (site !== null && site !== 'same-origin' && site !== 'none')
        throw new TomoError('forbidden', 'Streams are for pages of this Tomo.');
      const actor = await requireActor();
      await requirePermission(actor, definition.access, definition.name);
      const parsed = definition.params.safeParse(await context.params);
      if (!parsed.success) throw notFound();
      const query = definition.query?.parse(Object.fromEntries(request.nextUrl.searchParams));
      await definition.before?.({ actor, params: parsed.data });
      assertRoom(actor);
      return openStream(definition, { actor, params: parsed.data, query: query as z.output<Query> }, request);
    } catch (error) {
      return problemResponse(error, definition.name);
    }
  };
}

function assertRoom(actor: Actor): void {
  const streams = openStreams();
  const own = [...streams].filter((stream) => stream.userId === actor.userId).length;
  if (own < STREAMS_PER_PERSON && streams.size < STREAMS_IN_ALL) return;
  throw new TomoError('rate_limited', 'Too many live views are open.', {
    hint: 'Close some tabs.',
    data: { retryAfterSeconds: 15 },
  });
}

function openStream<Params extends z.ZodType, Query extends z.ZodType>(
  definition: StreamDefinition<Params, Query>,
  asked: { actor: Actor; params: z.output<Params>; query: z.output<Query> },
  request: NextRequest,
): Response {
  const { actor } = asked;
  const abort = new AbortController();
  const encoder = new TextEncoder();
  let roomAgain: (() => void) | undefined;
  let controller: ReadableStreamDefaultController<Uint8Array>;
  const entry: OpenStream = { userId: actor.userId, close: () => finish() };

  const finish = () => {
    if (abort.signal.aborted) return;
    abort.abort();
    clearInterval(pulse);
    openStreams().delete(entry);
    roomAgain?.();
    try {
      controller.close();
    } catch {
      // The reader closed it first.
    }
  };
  const write = (text: string): void => {
    if (!abort.signal.aborted) controller.enqueue(encoder.encode(text));
  };
  const pulse = setInterval(async () => {
    // A revoked person with an open stream would still be inside.
    if (await isActorCurrent(actor).catch(() => true)) return write(': ping\n\n');
    write('event: session\ndata: {}\n\n');
    finish();
  }, PING_EVERY_MS);
  const send = async (...events: StreamEvent[]): Promise<boolean> => {
    let text = '';
    for (const event of events) {
      text += textOf(event);
      if (text.length < CHUNK_CHARACTERS) continue;
      if (!(await hand(text))) return false;
      text = '';
    }
    return hand(text);
  };
  const hand = async (text: string): Promise<boolean> => {
    if (abort.signal.aborted) return false;
    if (text) write(text);
    if ((controller.desiredSize ?? 0) > 0) return true;
    await new Promise<void>((resolve) => {
      roomAgain = resolve;
    });
    return !abort.signal.aborted;
  };

  const body = new ReadableStream<Uint8Array>(
    {
      start(started) {
        controller = started;
        openStreams().add(entry);
        // A reader who left before this line is never heard of again.
        if (request.signal.aborted) return finish();
        request.signal.addEventListener('abort', finish, { once: true });
        // Next holds the headers back until the first chunk.
        write('retry: 3000\n: ok\n\n');
        const after = cursorOf(request);
        definition
          .run({ ...asked, after, send, signal: abort.signal })
          .catch((error) => {
            logError('http', `The stream ${definition.name} failed`, error);
          })
          .finally(finish);
      },
      pull() {
        roomAgain?.();
        roomAgain = undefined;
      },
      cancel: finish,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: UNREAD_LIMIT_BYTES }),
  );
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
    },
  });
}

function textOf({ id, event, data }: StreamEvent): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

function cursorOf(request: NextRequest): number {
  const text = request.headers.get('last-event-id') ?? request.nextUrl.searchParams.get('after') ?? '0';
  const value = Number(text);
  return Number.isSafeInteger(value) && value > 0 ? value : 0;
}
