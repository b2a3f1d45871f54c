import { describe, expect, it } from 'vitest';
import { logClock } from './log-clock';
import { nothingHeld, VIEW_LINES, withLines } from './log-lines';
import { isFound, pieces, searchPattern } from './log-search';
import { instantIn, logChoice, logRange } from './log-window';

describe('a search in a log', () => {
  it('finds text in any case and marks each place', () => {
    expect(pieces('GET /a get', searchPattern(' get '))).toEqual([
      { text: 'GET', found: true },
      { text: ' /a ', found: false },
      { text: 'get', found: true },
    ]);
    expect(isFound(searchPattern('[x'), 'array[X]')).toBe(true);
  });

  it('takes an expression between slashes, and text while that is not finished', () => {
    const pattern = searchPattern('/5\\d\\d/');
    expect(['status 503', 'status 200', 'status 500'].filter((text) => isFound(pattern, text))).toHaveLength(
      2,
    );
    expect(isFound(searchPattern('/(/'), 'a /(/ b')).toBe(true);
    expect(pieces('abc', searchPattern('/x*/'))).toEqual([{ text: 'abc', found: false }]);
  });
});

describe('what a page holds of a log', () => {
  it('is bounded, numbered without gaps, and says what it let go of', () => {
    const more = Array.from({ length: 3_000 }, (_, n) => ({
      at: '',
      service: 'web',
      stream: 'stdout' as const,
      text: String(n),
    }));
    const held = withLines(withLines(nothingHeld, more), more);
    expect(held.lines).toHaveLength(VIEW_LINES);
    expect(held.left).toBe(1_000);
    expect(held.lines[0]?.seq).toBe(1_001);
    expect(held.lines.at(-1)?.seq).toBe(6_000);
  });
});

describe('the address of a logs page', () => {
  it('names a service of the app and a window, and falls back where it names neither', () => {
    expect(logChoice({ service: 'db', show: '15m' }, ['app', 'db'], true)).toMatchObject({
      service: 'db',
      show: '15m',
    });
    expect(logChoice({ service: 'x', show: '99' }, ['app', 'db'], true)).toMatchObject({
      service: undefined,
      show: '1000',
    });
    expect(logChoice({ show: 'from' }, ['app'], false)).toMatchObject({ service: 'app', show: '1000' });
    expect(logChoice({ show: 'from', from: '<b>' }, ['app'], false)).toMatchObject({
      show: '1000',
      from: '',
    });
  });

  it('means moments of the clock that the person reads', () => {
    expect(instantIn('2026-07-01T12:00', 'Europe/Berlin')).toBe('2026-07-01T10:00:00.000Z');
    expect(instantIn('2026-12-01T12:00:30', 'America/New_York')).toBe('2026-12-01T17:00:30.000Z');
    const now = Date.parse('2026-07-01T12:00:00Z');
    expect(logRange({ service: undefined, show: '1h', from: '' }, now, 'UTC').since).toBe(
      '2026-07-01T11:00:00.000Z',
    );
    expect(logRange({ service: undefined, show: '200', from: '' }, now, 'UTC')).toEqual({ tail: 200 });
  });

  it('writes the times of lines to the millisecond in that clock', () => {
    expect(logClock({ zone: 'Europe/Berlin', hourCycle: 'h23' })('2026-07-01T22:05:09.123456789Z')).toBe(
      '07-02 00:05:09.123',
    );
    expect(logClock({ zone: 'UTC', hourCycle: 'h12' })('2026-07-01T22:05:09.5Z')).toBe(
      '07-01 10:05:09.500 PM',
    );
    expect(logClock({ zone: 'UTC', hourCycle: 'h12' })('')).toBe('');
  });
});
