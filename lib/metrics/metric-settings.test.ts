import { expect, test } from 'vitest';
import { alertRules } from './metric-settings';

test('what a server has of its own counts for it, measure by measure; the rest follows all servers', () => {
  const common = alertRules(null);
  const own = alertRules({ disk: { warning: 97, critical: 99 }, minutes: 30 });
  expect(own.thresholds).toEqual({ ...common.thresholds, disk: { warning: 97, critical: 99 } });
  expect(own.windowSeconds).toBe(1800);
  expect(own.hysteresisPercent).toBe(common.hysteresisPercent);
  expect(alertRules({ cpu: { warning: 1, critical: 2 } })).toMatchObject({
    thresholds: { cpu: { warning: 1, critical: 2 }, disk: common.thresholds.disk },
    windowSeconds: common.windowSeconds,
  });
});
