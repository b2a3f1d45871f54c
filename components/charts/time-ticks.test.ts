import { describe, expect, it, test } from 'vitest';
import { timeTicks } from './time-ticks';

const at = (iso: string) => Date.parse(iso) / 1000;
const utc = { zone: 'UTC', hourCycle: 'h23' } as const;
const labels = (from: string, to: string, zone = 'UTC') =>
  timeTicks(at(from), at(to), { zone, hourCycle: 'h23' }).map((tick) => tick.label);

describe('marks of a time axis', () => {
  it('stand on round times', () => {
    expect(labels('2026-03-01T11:07:30Z', '2026-03-01T12:07:30Z')).toEqual([
      '11:10',
      '11:20',
      '11:30',
      '11:40',
      '11:50',
      '12:00',
    ]);
    expect(labels('2026-03-01T12:10:00Z', '2026-03-02T12:10:00Z')).toEqual([
      '16:00',
      '20:00',
      '00:00',
      '04:00',
      '08:00',
      '12:00',
    ]);
  });

  it('are whole hours of the person, also where the zone is half an hour off', () => {
    expect(labels('2026-03-01T12:00:00Z', '2026-03-01T18:00:00Z', 'Asia/Kolkata')).toEqual([
      '18:00',
      '19:00',
      '20:00',
      '21:00',
      '22:00',
      '23:00',
    ]);
  });

  it('exist in a zone that is a quarter off', () => {
    expect(labels('2026-03-01T12:00:00Z', '2026-03-01T13:00:00Z', 'Asia/Kathmandu')).toHaveLength(6);
  });

  it('are midnights of the person over days, through a change to summer time', () => {
    const ticks = timeTicks(at('2026-03-26T12:00:00Z'), at('2026-04-02T12:00:00Z'), {
      ...utc,
      zone: 'Europe/Berlin',
    });
    expect(ticks.map((tick) => tick.label)).toEqual([
      '03-27',
      '03-28',
      '03-29',
      '03-30',
      '03-31',
      '04-01',
      '04-02',
    ]);
    expect(ticks.map((tick) => new Date(tick.at * 1000).toISOString().slice(11, 16))).toEqual([
      '23:00',
      '23:00',
      '23:00',
      '22:00',
      '22:00',
      '22:00',
      '22:00',
    ]);
  });
});

test.each([3_600, 10_800, 21_600, 43_200, 86_400, 604_800, 2_592_000])(
  'a range of %d s has two to eight',
  (seconds) => {
    const from = at('2026-03-01T11:07:30Z');
    const ticks = timeTicks(from, from + seconds, utc);
    expect(ticks.length).toBeGreaterThanOrEqual(2);
    expect(ticks.length).toBeLessThanOrEqual(8);
    expect(ticks.every((tick) => tick.at >= from && tick.at < from + seconds)).toBe(true);
  },
);
