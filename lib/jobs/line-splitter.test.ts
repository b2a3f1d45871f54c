import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter } from './line-splitter';

describe('the line splitter', () => {
  it('gives the same lines and offsets however the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\n'))),
        fc.array(fc.nat(40)),
        (lines, cuts) => {
          const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
          const splitter = new LineSplitter(100);
          const seen: { text: string; offset: number }[] = [];
          let at = 0;
          for (const cut of [...cuts, bytes.length]) {
            seen.push(...splitter.push(bytes.subarray(at, at + cut)));
            at = Math.min(bytes.length, at + cut);
          }
          seen.push(...splitter.push(bytes.subarray(at)));
          expect(seen.map((line) => line.text)).toEqual(lines);
          let offset = 100;
          for (const [index, line] of lines.entries()) {
            offset += Buffer.byteLength(line) + 1;
            expect(seen[index]?.offset).toBe(offset);
          }
          expect(splitter.end()).toBeUndefined();
        },
      ),
    );
  });

  it('gives a last line without a newline only at the end', () => {
    const splitter = new LineSplitter();
    expect(splitter.push(Buffer.from('a\nb'))).toEqual([{ text: 'a', offset: 2 }]);
    expect(splitter.end()).toEqual({ text: 'b', offset: 3 });
  });

  it('keeps a bounded part of a line that never ends', () => {
    const splitter = new LineSplitter();
    for (let round = 0; round < 100; round++) splitter.push(Buffer.alloc(65_536, 120));
    const [line] = splitter.push(Buffer.from('\nnext\n'));
    expect(line?.text.length).toBeLessThan(200_000);
    expect(line?.offset).toBe(6_553_601);
  });
});
