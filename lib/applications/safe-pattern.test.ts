import { describe, expect, it } from 'vitest';
import { compilePattern } from './safe-pattern';

const matches = (pattern: string, value: string) => {
  const compiled = compilePattern(pattern);
  if ('problem' in compiled) throw new Error(compiled.problem);
  return compiled.regex.test(value);
};

describe('a pattern from a definition', () => {
  it('must match the whole value, with or without anchors of its own', () => {
    expect(matches('[a-z]+', 'abc')).toBe(true);
    expect(matches('[a-z]+', 'abc1')).toBe(false);
    expect(matches('^[a-z]+$', 'abc')).toBe(true);
    expect(matches('^[a-z]+$', 'abc\nrm')).toBe(false);
    expect(matches('a|b', 'ab')).toBe(false);
    expect(matches('cost\\$', 'cost$')).toBe(true);
  });

  it.each([
    '[a-z][a-z0-9_.-]{1,31}',
    '\\d{1,3}\\.\\d{1,3}',
    '([0-9a-f]{2}:){5}[0-9a-f]{2}',
    '(http|https)://[^/]+/.*',
    '#?[0-9A-Fa-f]{6}',
    '.*@.*',
    '[\\]\\-a]+',
    'a{3}(b|c)?',
    '\\S+\\s?\\w*',
  ])('%s is accepted', (pattern) => {
    expect(compilePattern(pattern)).toHaveProperty('regex');
  });

  it.each([
    ['(a+)+', 'several ways'],
    ['(a*)*b', 'several ways'],
    ['(a|a)*', 'several ways'],
    ['(a|aa)+$', 'several ways'],
    ['([a-z]+){2,}', 'several ways'],
    ['(a?){30}', 'several ways'],
    ['((a{1,3}){1,3}){1,3}', 'several ways'],
    ['.*.*.*x', 'too long'],
    ['a*a*a*a*a*b', 'too long'],
    ['.{0,200}.{0,200}.{0,200}', 'too long'],
    ['(?=a)b', 'look-around'],
    ['(?!a)b', 'look-around'],
    ['(?<=a)b', 'look-around'],
    ['(?<name>a)', 'look-around or a named group'],
    ['(a)\\1', 'back reference'],
    ['\\k<x>', 'back reference'],
    ['\\p{L}', 'not understood'],
    ['\\bword', 'not understood'],
    ['(a', 'open bracket'],
    ['a)', 'closing bracket'],
    ['[a', 'open bracket'],
    ['*a', 'means nothing'],
    ['a**', 'means nothing'],
    ['a{2}{3}', 'means nothing'],
    ['x{5,2}', 'not a regular expression'],
    ['[z-a]', 'not a regular expression'],
    ['a'.repeat(201), 'longer than 200'],
  ])('%s is refused: %s', (pattern, reason) => {
    expect(compilePattern(pattern)).toMatchObject({ problem: expect.stringContaining(reason) as string });
  });

  it('may repeat more when values are shorter', () => {
    expect(compilePattern('.*.*.*x')).toHaveProperty('problem');
    expect(compilePattern('.*.*.*x', 40)).toHaveProperty('regex');
  });
});
