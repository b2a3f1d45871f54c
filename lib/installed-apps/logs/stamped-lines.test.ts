import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogFrame } from '@/lib/docker/frames';
import { unknownTo } from './known-lines';
import { StampedLines } from './stamped-lines';
import { ViewQueue } from './view-queue';

const stamp = (n: number) => `2026-11-24T09:33:22.${String(n).padStart(9, '0')}Z`;
const as = (text: string) => text;

/** The pieces in which one message may arrive. */
function message(stream: 'stdout' | 'stderr', bytes: Buffer, cuts: number[] = []): LogFrame[] {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  return [...places, bytes.length].map((to, index) => {
    const from = places[index - 1] ?? 0;
    return { stream, chunk: bytes.subarray(from, to), begins: from === 0 && index === 0 };
  });
}

const linesOf = (frames: LogFrame[], redact = as) => {
  const lines = new StampedLines('web', redact);
  return [...frames.flatMap((frame) => lines.push(frame)), ...lines.end()];
};

describe('the log of a container', () => {
  it('comes as lines with their times, however the wire cuts them', () => {
    const texts = fc.array(
      fc.tuple(fc.constantFrom('stdout', 'stderr'), fc.stringMatching(/^[ -~é日]{0,30}$/u)),
      {
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(texts, fc.array(fc.nat(), { maxLength: 6 }), (sent, cuts) => {
        const frames = sent.flatMap(([stream, text], n) =>
          message(stream as 'stdout', Buffer.from(`${stamp(n)} ${text}\n`), cuts),
        );
        expect(linesOf(frames)).toEqual(
          sent.map(([stream, text], n) => ({ at: stamp(n), service: 'web', stream, text })),
        );
      }),
    );
  });

  it('joins a long line that the engine cut into messages, each with a time of its own', () => {
    const frames = [
      ...message('stdout', Buffer.from(`${stamp(1)} ${'a'.repeat(9_000)}`)),
      ...message('stderr', Buffer.from(`${stamp(2)} between\n`)),
      ...message('stdout', Buffer.from(`${stamp(3)} ${'b'.repeat(3_000)}\n`)),
    ];
    const [between, long] = linesOf(frames);
    expect(between).toMatchObject({ stream: 'stderr', text: 'between' });
    expect(long).toMatchObject({ at: stamp(1), text: 'a'.repeat(9_000) + 'b'.repeat(3_000) });
  });

  it('shows a line without end up to a limit and says how much is missing', () => {
    const piece = Buffer.from('x'.repeat(16_000));
    const frames = Array.from({ length: 64 }, (_, n) => ({
      stream: 'stdout' as const,
      chunk: n === 0 ? Buffer.concat([Buffer.from(`${stamp(1)} `), piece]) : piece,
      begins: n === 0,
    }));
    const [line] = linesOf(frames);
    expect(line?.text.length).toBeLessThan(17_000);
    expect(line?.text).toMatch(/\[cut: the line is longer than 16 KiB\] \[\d+ bytes in all\]$/);
  });

  it('makes control characters and bytes that are no text visible', () => {
    const bytes = Buffer.concat([
      Buffer.from(`${stamp(1)} a\x1b[2Jb\x07\x00`),
      Buffer.from([0xff, 0xfe, 10]),
    ]);
    expect(linesOf(message('stdout', bytes))[0]?.text).toBe('a\\x1b[2Jb\\x07\\x00\ufffd\ufffd');
  });

  it('masks a secret wherever a line is cut', () => {
    const secret = 'canary-0123456789';
    const redact = (text: string) => text.replaceAll(secret, '••••••');
    for (const at of [0, 16_370, 16_380, 16_384]) {
      const [line] = linesOf(
        message('stdout', Buffer.from(`${stamp(1)} ${'.'.repeat(at)}${secret}\n`)),
        redact,
      );
      expect(line?.text).not.toContain('canary');
    }
  });

  it('of a terminal is cut at its line ends only', () => {
    const bytes = Buffer.from(`${stamp(1)} one\r\n${stamp(2)} two\r\n`);
    const frames = message('stdout', bytes, [3, 40, 41]).map((frame) => ({ ...frame, begins: false }));
    expect(linesOf(frames).map(({ at, text }) => [at, text])).toEqual([
      [stamp(1), 'one'],
      [stamp(2), 'two'],
    ]);
  });
});

describe('lines that were read and then followed', () => {
  const line = (n: number, text = `line ${n}`) => ({
    at: stamp(n),
    service: 'web',
    stream: 'stdout' as const,
    text,
  });

  it('are shown once: neither again, nor what is older than all that was read', () => {
    const isNew = unknownTo([line(5), line(7)]);
    const followed = [line(3), line(5), line(6, 'late on the other stream'), line(7), line(8)];
    expect(followed.filter(isNew).map(({ at }) => at)).toEqual([stamp(6), stamp(8)]);
    expect([line(1)].filter(unknownTo([]))).toHaveLength(1);
  });

  it('wait for a slow reader within bounds, the oldest go and are counted', () => {
    const queue = new ViewQueue();
    for (let n = 0; n < 10_000; n++) queue.lines([line(n)], 0);
    queue.lines([line(10_000)], 3);
    const { lines, skipped } = queue.take();
    expect(lines.length).toBeLessThanOrEqual(2_000);
    expect(lines.at(-1)).toEqual(line(10_000));
    expect(lines.length + skipped).toBe(10_004);
    for (let n = 0; n < 300; n++) queue.lines([line(n, 'x'.repeat(16_000))], 0);
    expect(queue.take().lines.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(2 ** 20);
  });
});
