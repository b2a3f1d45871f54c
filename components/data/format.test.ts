import { describe, expect, test } from 'vitest';
import {
  formatBytes,
  formatBytesOf,
  formatCount,
  formatDateTime,
  formatDuration,
  formatExact,
  formatNoun,
  formatPercent,
  formatRate,
  formatRelative,
} from './format';

const berlin = { zone: 'Europe/Berlin', hourCycle: 'h23' } as const;
const newYork = { zone: 'America/New_York', hourCycle: 'h12' } as const;

describe('Amounts', () => {
  test.each([
    [0, '0 B'],
    [512, '512 B'],
    [1024, '1 KiB'],
    [1023 * 1024 * 1024 + 1023 * 1024, '1 GiB'],
    [5.26 * 1024 ** 3, '5.26 GiB'],
    [123.4 * 1024 ** 2, '123 MiB'],
    [1024 ** 6, '1,024 PiB'],
  ])('%d bytes are written as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  test('used and total share the unit of the total', () => {
    expect(formatBytesOf(512 * 1024 ** 2, 8 * 1024 ** 3)).toBe('0.5 of 8 GiB');
  });

  test('traffic is written in bits as networks count, or in bytes as files do', () => {
    expect(formatRate(1_250_000, 'bits')).toBe('10 Mbit/s');
    expect(formatRate(1_048_576, 'bytes')).toBe('1 MiB/s');
  });

  test('percentages have no decimals and counts have separators', () => {
    expect(formatPercent(62.4)).toBe('62 %');
    expect(formatCount(12403)).toBe('12,403');
    expect([formatNoun(1, 'server'), formatNoun(42, 'server'), formatNoun(2, 'entry', 'entries')]).toEqual([
      '1 server',
      '42 servers',
      '2 entries',
    ]);
  });

  test('an unknown value is a dash, never 0', () => {
    for (const format of [formatBytes, formatPercent, formatRate, formatCount, formatDuration]) {
      expect([format(null), format(undefined), format(Number.NaN)]).toEqual(['–', '–', '–']);
    }
    expect(formatBytesOf(null, 8)).toBe('–');
  });
});

describe('Lengths of time', () => {
  test.each([
    [0, '0 ms'],
    [840, '840 ms'],
    [2345, '2.3 s'],
    [59_800, '1 min'],
    [75_000, '1 min 15 s'],
    [3_600_000, '1 h'],
    [90_061_000, '1 d 1 h'],
  ])('%d ms is written as %s', (milliseconds, text) => expect(formatDuration(milliseconds)).toBe(text));
});

describe('Moments', () => {
  const moment = '2026-07-03T22:30:05.000Z';

  test('are written in the zone and clock of the person', () => {
    expect(formatDateTime(moment, berlin)).toBe('2026-07-04 00:30');
    expect(formatDateTime(moment, newYork)).toBe('2026-07-03 6:30 PM');
    expect(formatExact(moment, berlin)).toBe('2026-07-04 00:30:05 Europe/Berlin');
  });

  test('follow daylight saving of that zone', () => {
    expect(formatDateTime('2026-01-03T22:30:05.000Z', berlin)).toBe('2026-01-03 23:30');
  });

  test.each([
    [2_000, 'just now'],
    [59_000, '59 s ago'],
    [300_000, '5 min ago'],
    [86_399_000, '23 h ago'],
    [-7_200_000, 'in 2 h'],
    [86_400_000, '2026-07-04'],
  ])('%d ms later are said as %s', (later, text) => {
    expect(formatRelative(moment, Date.parse(moment) + later, berlin)).toBe(text);
  });

  test('that cannot be read are a dash', () => {
    expect(formatRelative('nonsense', 0, berlin)).toBe('–');
    expect(formatDateTime('nonsense', berlin)).toBe('–');
  });
});
