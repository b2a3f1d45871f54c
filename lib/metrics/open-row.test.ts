import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OpenRow, rowOf } from './open-row';
import { parseSample } from './parse-sample';
import { type Interval, intervalBetween } from './rates';

const interval = ((): Interval => {
  const text = readFileSync(new URL('./fixtures/debian-13.txt', import.meta.url), 'utf8');
  const [before, after] = text.split(/^(?==tomo-sample)/m).map(parseSample);
  const between = before && after && intervalBetween(before, after);
  if (!between) throw new Error('the fixture holds no interval');
  return between;
})();
const of = (seconds: number, values: Partial<Interval> = {}) => ({
  ...interval,
  periodSeconds: seconds,
  ...values,
});
const start = Date.parse('2026-03-01T12:00:00.000Z') / 1000;

describe('a raw row', () => {
  it('is one interval when servers are sampled every minute', () => {
    const row = new OpenRow().add('s', { interval: of(60.02), endedAt: start + 60.02 }, 60);
    expect(row).toMatchObject({ timestamp: '2026-03-01T12:00:00.000Z', periodSeconds: 60, sampleCount: 1 });
  });

  it('is one minute when somebody looks and samples come every ten seconds', () => {
    const open = new OpenRow();
    const rows = [1, 2, 3, 4, 5, 6].map((n) =>
      open.add('s', { interval: of(10, { cpuPercent: n * 10 }), endedAt: start + n * 10 }, 60),
    );
    expect(rows.slice(0, 5)).toEqual([null, null, null, null, null]);
    expect(rows[5]).toMatchObject({
      timestamp: '2026-03-01T12:00:00.000Z',
      periodSeconds: 60,
      sampleCount: 6,
      cpuPercent: 35,
      cpuPercentMin: 10,
      cpuPercentMax: 60,
      networkRxBytes: 6 * 330,
    });
  });

  it('is one interval when that is longer than a minute', () => {
    const open = new OpenRow();
    expect(open.add('s', { interval: of(3), endedAt: start + 3 }, 300)).toBeNull();
    expect(open.add('s', { interval: of(297), endedAt: start + 300 }, 300)).toMatchObject({
      periodSeconds: 300,
    });
    expect(open.add('s', { interval: of(300), endedAt: start + 600 }, 300)).toMatchObject({
      periodSeconds: 300,
    });
  });

  it('ends early when the next sample will not adjoin, and nothing is left behind', () => {
    const open = new OpenRow();
    open.add('s', { interval: of(10), endedAt: start + 10 }, 60);
    expect(open.close('s')).toMatchObject({ periodSeconds: 10, sampleCount: 1 });
    expect(open.close('s')).toBeNull();
  });

  it('sums the bytes that are known, and is unknown when none are', () => {
    const known = { interval: of(30, { networkRxBytes: 100 }), endedAt: start + 30 };
    const reset = { interval: of(30, { networkRxBytes: null }), endedAt: start + 60 };
    expect(rowOf('s', [known, reset]).networkRxBytes).toBe(100);
    expect(rowOf('s', [reset]).networkRxBytes).toBeNull();
  });

  it('names the other mounts in its detail, the fullest first, in at most 2 KiB', () => {
    const mounts = Array.from({ length: 16 }, (_, index) => ({
      point: `/${'x'.repeat(150)}${index}`,
      device: 'd',
      totalBytes: 1000,
      usedBytes: index,
      percent: index,
    }));
    const detail = rowOf('s', [{ interval: of(60, { mounts }), endedAt: start }]).detail as {
      mounts: { percent: number }[];
    };
    expect(JSON.stringify(detail).length).toBeLessThanOrEqual(2048);
    expect(detail.mounts[0]?.percent).toBe(15);
    expect(
      rowOf('s', [{ interval: of(60, { mounts: mounts.slice(0, 1) }), endedAt: start }]).detail,
    ).toBeNull();
  });
});
