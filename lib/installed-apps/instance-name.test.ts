import { describe, expect, it } from 'vitest';
import { isInstanceName, proposeInstanceName } from './instance-name';

describe('the name of an installed app', () => {
  it.each(['a', 'miniflux', 'my-app-2', 'a'.repeat(40)])('%s is accepted', (name) => {
    expect(isInstanceName(name)).toBe(true);
  });

  it.each([
    '',
    'A',
    '2a',
    '-a',
    'a-',
    'a--b',
    'a_b',
    'a b',
    'a/b',
    '..',
    'a\n',
    'ä',
    'a'.repeat(41),
    '--project',
    null,
  ])('%j is refused', (name) => {
    expect(isInstanceName(name)).toBe(false);
  });

  it('is proposed as the slug, with a number when that is taken', () => {
    expect(proposeInstanceName('redis', new Set())).toBe('redis');
    expect(proposeInstanceName('redis', new Set(['redis', 'redis-2']))).toBe('redis-3');
    expect(isInstanceName(proposeInstanceName(`a${'-b'.repeat(31)}`, new Set()))).toBe(true);
  });
});
