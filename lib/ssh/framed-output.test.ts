import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FramedOutput } from './framed-output';

const begin = 'tomo-begin-0f';
const end = 'tomo-end-0f';

/** Feeds `bytes` cut at `cuts` and returns what came out. */
function read(bytes: Buffer, cuts: number[]) {
  const frame = new FramedOutput(begin, end);
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  const out = [...places, bytes.length].map((to, i) => frame.push(bytes.subarray(places[i - 1] ?? 0, to)));
  const { ended, rest } = frame.finish();
  return { text: Buffer.concat([...out, rest]), ended, frame };
}

describe('framed output', () => {
  test('is the same however the wire cuts it, and noise of login files stays outside', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.uint8Array({ maxLength: 200 }),
        fc.array(fc.nat(), { maxLength: 40 }),
        (noise, output, cuts) => {
          const bytes = Buffer.concat([
            noise,
            Buffer.from(`${begin} 4711\n`),
            output,
            Buffer.from(`${end}\n`),
          ]);
          const { text, ended, frame } = read(bytes, cuts);
          expect(text.equals(output)).toBe(true);
          expect(ended).toBe(true);
          expect(frame.pid).toBe(4711);
          expect(frame.noise()).toBe(Buffer.from(noise).toString('utf8'));
        },
      ),
    );
  });

  test('is not ended when the mark is cut, or when anything follows it', () => {
    const whole = Buffer.from(`${begin} 1\nhello\n${end}\n`);
    for (let length = 0; length < whole.length; length += 1) {
      expect(read(whole.subarray(0, length), [3, 17, 20]).ended).toBe(false);
    }
    expect(read(Buffer.concat([whole, Buffer.from('x')]), []).ended).toBe(false);
    expect(read(Buffer.from(`${begin} 1\nhello\n${end.slice(0, -1)}e\n`), []).ended).toBe(false);
  });

  test('passes a line on at once, without waiting for what comes next', () => {
    const frame = new FramedOutput(begin, end);
    frame.push(Buffer.from(`${begin} 1\n`));
    expect(frame.push(Buffer.from('ready\n')).toString()).toBe('ready\n');
    expect(frame.push(Buffer.from('tomatoes')).toString()).toBe('tomatoes');
    expect(frame.push(Buffer.from('tomo-e')).toString()).toBe('');
    expect(frame.push(Buffer.from('arly\n')).toString()).toBe('tomo-early\n');
  });

  test('keeps no more than 64 KiB of a login file that never stops', () => {
    const frame = new FramedOutput(begin, end);
    for (let i = 0; i < 100; i += 1) frame.push(Buffer.alloc(10_000, 'x'));
    expect(frame.began).toBe(false);
    expect(frame.noise().length).toBeLessThanOrEqual(64 * 1024);
  });
});
