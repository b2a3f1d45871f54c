import { expect, it } from 'vitest';
import { cleanLine, LINE_LIMIT_BYTES } from './line';

it('keeps the last state of a line that was redrawn, whatever returns stand at its end', () => {
  expect(cleanLine('10 %\r50 %\r100 %\r\r')).toBe('100 %');
  expect(cleanLine('\r\r')).toBe('');
});

it('stops nobody else for a line of sixty thousand returns', () => {
  for (let index = 0; index < 20; index++) expect(cleanLine(`${'\r'.repeat(64_000)}x`)).toBe('x');
});

it('cuts what is too long and says so', () => {
  expect(cleanLine('a'.repeat(LINE_LIMIT_BYTES + 1))).toMatch(/a \[cut: the line is longer than 16 KiB\]$/);
});
