import 'server-only';
import { oddAnswer } from './errors';

const MAX_LINE = 256 * 1024;

/**
 * Reads a stream of JSON objects, one per line, as events and pulls send them. Empty lines are skipped.
 * @throws DockerError `docker_odd_answer` for a line over 256 KiB or one that is no JSON.
 */
export async function* readJsonLines(source: AsyncIterable<Buffer>): AsyncGenerator<unknown> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const chunk of source) {
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      const line = Buffer.concat([...held, chunk.subarray(from, at)]);
      held = [];
      size = 0;
      from = at + 1;
      if (line.length > MAX_LINE) throw tooLong();
      yield* parsed(line);
    }
    held.push(chunk.subarray(from));
    size += chunk.length - from;
    if (size > MAX_LINE) throw tooLong();
  }
  yield* parsed(Buffer.concat(held));
}

function* parsed(line: Buffer): Generator<unknown> {
  const text = line.toString('utf8').trim();
  if (text === '') return;
  try {
    yield JSON.parse(text) as unknown;
  } catch (error) {
    throw oddAnswer('a line that is no JSON', error);
  }
}

function tooLong() {
  return oddAnswer('a line that is far too long');
}
