import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loop } from '@/e2e/support/loop';
import { isUnprintableText } from '@/lib/applications/unprintable';
import { printEnvFile, quoteEnvValue } from './env-file';

/**
 * Reads a `.env` as Compose does: quotes, escapes of double quotes, `$$` and references after them, comments and blanks.
 * Written from the behaviour of Compose 2.26 and 2.40, which `compose-binary.test.ts` checks against the program itself.
 */
function readLikeCompose(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  let rest = text.replaceAll('\r\n', '\n');
  for (;;) {
    rest = rest.replace(/^(?:\s|#[^\n]*\n)+/, '');
    if (rest === '') return values;
    const key = /^([A-Za-z_][A-Za-z0-9_]*)=/.exec(rest)?.[1];
    if (!key) throw new Error(`unexpected text in env file: ${rest.slice(0, 40)}`);
    rest = rest.slice(key.length + 1);
    const quoted = /^'([^']*)'/.exec(rest) ?? /^"((?:\\[\s\S]|[^"\\])*)"/.exec(rest);
    if (!quoted) throw new Error(`a value without quotes: ${rest.slice(0, 40)}`);
    const raw = quoted[1] ?? '';
    values[key] = rest.startsWith("'") ? raw : expanded(raw, values);
    rest = rest.slice(quoted[0].length);
    if (!/^\s*(?:\n|$)/.test(rest)) throw new Error(`text after a value: ${rest.slice(0, 40)}`);
  }
}

function expanded(raw: string, values: Record<string, string>): string {
  const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', $: '$$' };
  const unescaped = raw.replaceAll(/\\([nrt$"\\])/g, (_, char: string) => escapes[char] ?? char);
  return unescaped.replaceAll(/\$(?:\$|\{(\w+)\}|(\w+))/g, (all, braced?: string, bare?: string) =>
    all === '$$' ? '$' : (values[braced ?? bare ?? ''] ?? ''),
  );
}

describe('the env file of a project', () => {
  it('keeps plain values readable and sorts the keys', () => {
    expect(printEnvFile({ B: 'two words', A: '$1 "x" #y' })).toBe(`A='$1 "x" #y'\nB='two words'\n`);
  });

  it.each([
    ["it's", `"it's"`],
    ['a\\b', '"a\\\\b"'],
    ["'$HOME'", `"'\\$HOME'"`],
    ['one\ntwo', '"one\\ntwo"'],
    ['say "it\'s"', '"say \\"it\'s\\""'],
    ['', "''"],
  ])('writes %j as %s', (value, written) => {
    expect(quoteEnvValue(value)).toBe(written);
  });

  it('refuses what no program could receive', () => {
    expect(() => quoteEnvValue('a\0b')).toThrow('control characters');
    expect(() => printEnvFile({ 'A B': 'x' })).toThrow('not a variable name');
    expect(() => printEnvFile({ 'A=1\nB': 'x' })).toThrow('not a variable name');
  });

  const hostile = loop('gives every value back exactly, whatever stands in it or beside it', {
    quick: 200,
    long: 50_000,
  });
  it(hostile.title, () => {
    const value = fc
      .oneof(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.string({
          unit: fc.constantFrom(
            "'",
            '"',
            '\\',
            '$',
            '{',
            '}',
            '\n',
            '\r',
            '#',
            '=',
            ' ',
            'n',
            'A',
            '\t',
            '`',
          ),
          maxLength: 30,
        }),
      )
      .filter((text) => !isUnprintableText(text.replaceAll('\r', '')));
    const key = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,8}$/);
    fc.assert(
      fc.property(fc.dictionary(key, value, { maxKeys: 6 }), (values) => {
        expect(readLikeCompose(printEnvFile(values))).toEqual({ ...values });
      }),
      { numRuns: hostile.size },
    );
  });
});
