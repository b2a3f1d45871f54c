import { renderToString } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { MetricPoint } from '@/lib/metrics/points';
import type { ServerMetricsView } from '@/lib/metrics/views';
import { evenPoints } from './even-points';
import { MetricPanel } from './metric-panel';
import { CpuPanel, NetworkPanel } from './panels';

const noon = Date.parse('2026-03-01T12:00:00.000Z') / 1000;
const clock = { zone: 'UTC', hourCycle: 'h23' } as const;

const point = (at: number, cpu: number, values: Partial<MetricPoint> = {}) =>
  ({
    at,
    seconds: 60,
    cpu,
    cpuMin: cpu - 5,
    cpuMax: cpu + 5,
    receiveRate: null,
    sendRate: 125,
    ...values,
  }) as MetricPoint;

const view = (points: MetricPoint[], values: Partial<ServerMetricsView> = {}): ServerMetricsView => ({
  serverId: 's',
  serverName: 'web-1',
  state: { kind: 'live' },
  latest: null,
  thresholds: {
    cpu: { warning: 80, critical: 95 },
    memory: { warning: 80, critical: 90 },
    disk: { warning: 85, critical: 95 },
  },
  watchedIntervalSeconds: 10,
  range: '3h',
  window: { from: noon - 10_800, to: noon, bucketSeconds: 60 },
  isCurrent: true,
  points,
  newest: points.at(-1) ?? null,
  gapSeconds: 120,
  nearestRange: null,
  ...values,
});

/** What a browser without scripts shows, as text. */
const textOf = (markup: string) =>
  markup
    .replace(/<!--.*?-->/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

describe('a panel without scripts', () => {
  const points = [point(noon - 180, 20), point(noon - 120, 40), point(noon - 60, 30)];

  it('says what is newest, the average and the highest that was measured', () => {
    const text = textOf(renderToString(<CpuPanel view={view(points)} clock={clock} />));
    expect(text).toContain('now 30 % average 30 % maximum 45 %');
  });

  it('shows the same as a table and as a line', () => {
    const markup = renderToString(<CpuPanel view={view(points)} clock={clock} />);
    expect(textOf(markup)).toMatch(/From Busy minimum maximum 03-01 11:50 30 % 15 % 45 %/);
    expect(markup).toMatch(/<polyline points="[\d.,\s]+"/);
  });

  it('does not call the last value of a server that is gone the present one', () => {
    const gone = view(points, { state: { kind: 'offline', since: null, reason: 'refused' } });
    expect(textOf(renderToString(<CpuPanel view={gone} clock={clock} />))).toContain('newest 30 %');
  });

  it('writes an unknown value as a dash, never as 0', () => {
    const text = textOf(renderToString(<NetworkPanel view={view(points)} clock={clock} />));
    expect(text).toContain('Received now – average – maximum –');
    expect(text).toContain('Sent now 1 kbit/s average 1 kbit/s maximum 1 kbit/s');
  });

  it('survives a window in which nothing is known of a line', () => {
    const series: [{ label: string; value: () => null }] = [{ label: 'Nothing', value: () => null }];
    const markup = renderToString(
      <MetricPanel
        title="X"
        unit="bytes"
        subject="web-1"
        view={{ ...view(points), isLive: true }}
        clock={clock}
        series={series}
      />,
    );
    expect(textOf(markup)).toContain('Nothing now – average – maximum –');
  });
});

describe('the points of a sparkline', () => {
  it('are even, at most 60, and empty where nothing was measured', () => {
    const points = evenPoints(view([point(noon - 10_800, 5), point(noon - 60, 7)]), (p) => p.cpu);
    expect(points).toHaveLength(60);
    expect([points[0], points[1], points.at(-1)]).toEqual([5, null, 7]);
  });

  it('are as coarse as the samples, so that a slow pace is no row of gaps', () => {
    const slow = Array.from({ length: 12 }, (_, index) => point(noon - 3600 + index * 300, index));
    const window = { from: noon - 3600, to: noon, bucketSeconds: 30 };
    expect(evenPoints(view(slow, { window, gapSeconds: 600 }), (p) => p.cpu)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
    ]);
  });
});
