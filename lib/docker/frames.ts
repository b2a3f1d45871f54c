import 'server-only';
import { oddAnswer } from './errors';

export type LogFrame = {
  stream: 'stdout' | 'stderr';
  chunk: Buffer;
  /** Whether a frame starts here: the engine writes one per message, each with a time of its own when times are asked for. */
  begins: boolean;
};

const HEADER = 8;

/**
 * Takes apart the multiplexed log stream of a container without a terminal (Engine API, "Stream format": one byte stream
 * type, three zero bytes, four bytes length, payload). Payload is passed on as it comes, so an announced size costs
 * nothing. @throws DockerError `docker_odd_answer` for an unknown stream type.
 */
export async function* readFrames(source: AsyncIterable<Buffer>): AsyncGenerator<LogFrame> {
  let header: Buffer = Buffer.alloc(0);
  let stream: LogFrame['stream'] = 'stdout';
  let left = 0;
  let begins = false;
  for await (const chunk of source) {
    let at = 0;
    while (at < chunk.length) {
      if (left > 0) {
        const end = Math.min(chunk.length, at + left);
        yield { stream, chunk: chunk.subarray(at, end), begins };
        begins = false;
        left -= end - at;
        at = end;
        continue;
      }
      const end = Math.min(chunk.length, at + HEADER - header.length);
      header = Buffer.concat([header, chunk.subarray(at, end)]);
      at = end;
      if (header.length < HEADER) continue;
      stream = streamOf(header[0] ?? 0xff);
      left = header.readUInt32BE(4);
      begins = true;
      header = Buffer.alloc(0);
    }
  }
}

// 0 is stdin, which Docker writes to stdout.
function streamOf(type: number): LogFrame['stream'] {
  if (type > 2) throw oddAnswer('a log in an unknown format');
  return type === 2 ? 'stderr' : 'stdout';
}
