import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUnprintableText } from './unprintable';
import { printYaml, readYaml } from './yaml';
import type { YamlDocument } from './yaml-document';

function open(text: string): YamlDocument {
  const reading = readYaml(text);
  if ('problem' in reading)
    throw new Error(`${reading.problem.line}:${reading.problem.column} ${reading.problem.text}`);
  return reading.document;
}

describe('reading YAML', () => {
  const document = open(
    'a: 1\nb:\n  - x: "q"\n    y: |\n      one | two\n      three\n  - 0644\nflow: {k:   v}\n',
  );

  it('knows the place of every value and key, or of the nearest thing around it', () => {
    expect(document.valueAt(['a'])).toEqual({ line: 1, column: 4 });
    expect(document.valueAt(['b', 0, 'x'])).toEqual({ line: 3, column: 8 });
    expect(document.valueAt(['b', 0, 'y'])).toEqual({ line: 4, column: 8 });
    expect(document.keyAt(['b', 0, 'y'])).toEqual({ line: 4, column: 5 });
    expect(document.keyAt(['flow', 'k'])).toEqual({ line: 8, column: 8 });
    expect(document.valueAt(['flow', 'missing'])).toEqual({ line: 8, column: 7 });
    expect(document.valueAt(['nothing', 'at', 'all'])).toEqual({ line: 1, column: 1 });
  });

  it('keeps the spelling of scalars', () => {
    expect(document.spelling(['b', 1])).toBe('0644');
    expect(document.spelling(['b', 0, 'y'])).toBe('one | two\nthree\n');
    expect(document.spelling(['b'])).toBeUndefined();
  });

  it('counts lines with any line ending and ignores a byte order mark', () => {
    const windows = open('\uFEFFa: 1\r\nb: 2\r\n');
    expect(windows.valueAt(['b'])).toEqual({ line: 2, column: 4 });
    expect(windows.value).toEqual({ a: 1, b: 2 });
  });

  it('tells where a syntax error is', () => {
    expect(readYaml('a: [1\nb: 2')).toMatchObject({ problem: { code: 'syntax', line: 2, column: 1 } });
  });
});

describe('writing YAML', () => {
  it('is read back exactly, whatever stands in keys and values', () => {
    const text = fc.string({ unit: 'binary', maxLength: 20 }).filter((part) => !isUnprintableText(part));
    const key = fc
      .stringMatching(/^[A-Za-z_.-]{1,10}$/)
      .filter((name) => !['__proto__', 'constructor', 'prototype'].includes(name));
    const value = fc.oneof(
      text,
      fc.integer(),
      fc.boolean(),
      fc.constantFrom('yes', 'no', 'on', '0644', '1e3', '22:22', '~', 'null', '<<', '=', ' \n', '\n'),
    );
    fc.assert(
      fc.property(
        fc.dictionary(key, fc.oneof(value, fc.array(value), fc.dictionary(key, value))),
        (object) => {
          const printed = printYaml(object);
          if (Object.keys(object).length > 0) expect(open(printed).value).toEqual({ ...object });
        },
      ),
    );
  });
});
