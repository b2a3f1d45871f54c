import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFrames } from './frames';
import { readJsonLines } from './json-lines';

async function* pieces(bytes: Buffer, cuts: number[]): AsyncGenerator<Buffer> {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  for (const [i, to] of [...places, bytes.length].entries()) yield bytes.subarray(places[i - 1] ?? 0, to);
}

const frame = (stream: number, payload: Uint8Array) => {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
};

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const values: T[] = [];
  for await (const value of source) values.push(value);
  return values;
}

describe('log frames', () => {
  test('are the same however the wire cuts them', async () => {
    const frames = fc.array(fc.tuple(fc.constantFrom(0, 1, 2), fc.uint8Array({ maxLength: 40 })), {
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(frames, fc.array(fc.nat(), { maxLength: 60 }), async (sent, cuts) => {
        const bytes = Buffer.concat(sent.map(([stream, payload]) => frame(stream, payload)));
        const seen = { stdout: '', stderr: '' };
        for await (const { stream, chunk } of readFrames(pieces(bytes, cuts)))
          seen[stream] += chunk.toString('hex');
        const expected = { stdout: '', stderr: '' };
        for (const [stream, payload] of sent) {
          expected[stream === 2 ? 'stderr' : 'stdout'] += Buffer.from(payload).toString('hex');
        }
        expect(seen).toEqual(expected);
      }),
    );
  });

  test('that are empty by the hundred thousand do no harm', async () => {
    const bytes = Buffer.concat(Array.from({ length: 100_000 }, () => frame(1, Buffer.alloc(0))));
    expect(await all(readFrames(pieces(bytes, [])))).toEqual([]);
  });

  test('that announce 4 GiB pass on what comes instead of waiting for the rest', async () => {
    const header = Buffer.from([1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]);
    const [first] = await all(readFrames(pieces(Buffer.concat([header, Buffer.from('hello')]), [])));
    expect(first?.chunk.toString()).toBe('hello');
  });

  test('of an unknown stream are an odd answer', async () => {
    await expect(
      all(readFrames(pieces(Buffer.from('plain text that is no frame'), []))),
    ).rejects.toMatchObject({
      reason: 'docker_odd_answer',
    });
  });
});

describe('JSON lines', () => {
  test('are the same however the wire cuts them, with or without a last line feed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue(), { maxLength: 10 }),
        fc.array(fc.nat(), { maxLength: 40 }),
        fc.constantFrom('\n', '\r\n', '\n\n'),
        fc.boolean(),
        async (values, cuts, end, last) => {
          const text = values.map((value) => JSON.stringify(value)).join(end) + (last ? end : '');
          const seen = await all(readJsonLines(pieces(Buffer.from(text), cuts)));
          expect(seen.map((value) => JSON.stringify(value))).toEqual(
            values.map((value) => JSON.stringify(value)),
          );
        },
      ),
    );
  });

  test.each([
    ['too long', 'x'.repeat(300_000)],
    ['too long without an end', `${'"'.repeat(300_000)}`],
    ['no JSON', '{"a":1}\n{oops\n'],
  ])('that are %s are an odd answer', async (_what, text) => {
    await expect(all(readJsonLines(pieces(Buffer.from(text), [100, 5000, 200_000])))).rejects.toMatchObject({
      reason: 'docker_odd_answer',
    });
  });
});
