import 'server-only';
import { database } from '@/db/client';
import { findPreparation, listPreparationLinesAfter } from '@/db/preparations/queries';
import { notFound } from '@/lib/runtime/errors';

const LINES_AT_ONCE = 1_000;

/**
 * The whole log of a run as a text file, sent as it is read: one line per line with number, time, step and stream. Lines that
 * retention removed are gone. Throws `not_found` for a run that does not exist.
 */
export async function preparationLog(preparationId: string): Promise<Response> {
  const preparation = await findPreparation(database(), preparationId);
  if (!preparation) throw notFound('This preparation');
  const lines = textOf(preparationId);
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
  return new Response(body, {
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename="preparation-${preparation.createdAt.slice(0, 10)}-${preparationId}.log"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}

async function* textOf(preparationId: string): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for (let after = 0; ; ) {
    const lines = await listPreparationLinesAfter(database(), preparationId, after, LINES_AT_ONCE);
    const last = lines.at(-1);
    if (!last) return;
    after = last.seq;
    const text = lines.map(
      ({ seq, timestamp, step, stream, message }) => `${seq}\t${timestamp}\t${step}\t${stream}\t${message}\n`,
    );
    yield encoder.encode(text.join(''));
  }
}
