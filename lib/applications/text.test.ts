import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillText, isTextProblem, parseText, printText, referencesOf } from './text';

describe('a text with references', () => {
  it('is split into literals and references', () => {
    expect(parseText(`a\${KEY}b$$c`)).toEqual(['a', { ref: 'KEY' }, 'b$c']);
    expect(parseText('')).toEqual([]);
    expect(referencesOf([{ ref: 'A' }, 'x', { ref: 'B' }, { ref: 'A' }])).toEqual(['A', 'B', 'A']);
  });

  it.each([
    '$',
    'a$',
    '$a',
    `\${`,
    `\${}`,
    `\${A`,
    `\${A:-b}`,
    `\${A?}`,
    `\${A+b}`,
    `\${A-b}`,
    '$(id)',
    `\${A B}`,
    `\${1A}`,
    '$$$',
    `\${\${A}}`,
  ])('%s is refused', (source) => {
    expect(isTextProblem(parseText(source))).toBe(true);
  });

  it('prints what it read', () => {
    const part = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.record({ ref: fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,9}$/) }),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const printed = printText(parts);
        const again = parseText(printed);
        expect(isTextProblem(again)).toBe(false);
        expect(printText(isTextProblem(again) ? [] : again)).toBe(printed);
      }),
    );
  });

  it('is filled with values that are not read again', () => {
    expect(fillText(['<', { ref: 'A' }, '>'], { A: `\${B}$$` })).toBe(`<\${B}$$>`);
    expect(() => fillText([{ ref: 'constructor' }], {})).toThrow('no value for constructor');
  });
});
