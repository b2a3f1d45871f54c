import { describe, expect, it, test } from 'vitest';
import type { ServerAlerts } from '@/db/servers/tables';
import { type AlertRules, nextAlerts, windowMeans } from './alerts';
import type { MetricPoint } from './points';

const rules: AlertRules = {
  thresholds: {
    cpu: { warning: 80, critical: 95 },
    memory: { warning: 80, critical: 90 },
    disk: { warning: 85, critical: 95 },
  },
  windowSeconds: 300,
  hysteresisPercent: 5,
};
const now = '2026-03-01T12:00:00.000Z';
const quiet = { cpu: 10, memory: 10, disk: 10 };

describe('a measure', () => {
  type Step = [before: 'warning' | 'critical' | null, percent: number, after: 'warning' | 'critical' | null];
  const steps: Step[] = [
    [null, 79.9, null],
    [null, 80, 'warning'],
    [null, 97, 'critical'],
    ['warning', 76, 'warning'],
    ['warning', 74.9, null],
    ['warning', 95, 'critical'],
    ['critical', 91, 'critical'],
    ['critical', 89, 'warning'],
    ['critical', 40, null],
  ];
  test.each(steps)('that was %s and is at %d %% becomes %s', (before, cpu, after) => {
    const open: ServerAlerts = before ? { cpu: { level: before, since: 'earlier' } } : {};
    const { alerts, changes } = nextAlerts(open, { ...quiet, cpu }, rules, now);
    expect(alerts.cpu?.level ?? null).toBe(after);
    expect(changes).toEqual(before === after ? [] : [{ measure: 'cpu', before, after, percent: cpu }]);
  });
});

it('a breach keeps the moment it began while its level holds', () => {
  const open = { disk: { level: 'warning', since: 'earlier' } };
  expect(nextAlerts(open, { ...quiet, disk: 88 }, rules, now).alerts.disk?.since).toBe('earlier');
  expect(nextAlerts(open, { ...quiet, disk: 99 }, rules, now).alerts.disk?.since).toBe(now);
});

describe('the means that thresholds are compared with', () => {
  const point = (cpu: number, seconds: number) => ({ cpu, memory: 20, seconds }) as MetricPoint;

  it('cover the window, so that a spike of seconds is no alert', () => {
    expect(windowMeans([point(100, 10), point(5, 290)], 300, 42)).toEqual({
      cpu: expect.closeTo(8.17, 2),
      memory: 20,
      disk: 42,
    });
  });

  it('are unknown while too little of the window was measured', () => {
    expect(windowMeans([point(100, 60)], 300, 42)).toBeNull();
  });
});
