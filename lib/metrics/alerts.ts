import 'server-only';
import type { ServerAlerts } from '@/db/servers/tables';
import type { MetricPoint } from './points';

export type Measure = 'cpu' | 'memory' | 'disk';
export type Level = 'warning' | 'critical';

/** Percentages from which a measure counts as high, per level. */
export type Thresholds = Record<Measure, Record<Level, number>>;

/** A mean over this time must pass a threshold, and fall this far below it to clear: a spike is no alert. */
export type AlertRules = { thresholds: Thresholds; windowSeconds: number; hysteresisPercent: number };

export type AlertChange = { measure: Measure; before: Level | null; after: Level | null; percent: number };

const measures = ['cpu', 'memory', 'disk'] as const satisfies readonly Measure[];

/** The means over the window that thresholds are compared with; null while too little of the window was measured. */
export function windowMeans(
  points: readonly MetricPoint[],
  windowSeconds: number,
  worstMount: number,
): Record<Measure, number> | null {
  const seconds = points.reduce((sum, point) => sum + point.seconds, 0);
  if (seconds < windowSeconds * 0.8) return null;
  const mean = (key: 'cpu' | 'memory') =>
    points.reduce((sum, point) => sum + point[key] * point.seconds, 0) / seconds;
  return { cpu: mean('cpu'), memory: mean('memory'), disk: worstMount };
}

/**
 * The open breaches after `means` were seen at `now` (stored form), and what changed. A breach keeps the moment its
 * level began; a level that still holds within the hysteresis stays.
 */
export function nextAlerts(
  open: ServerAlerts,
  means: Record<Measure, number>,
  rules: AlertRules,
  now: string,
): { alerts: ServerAlerts; changes: AlertChange[] } {
  const alerts: ServerAlerts = { ...open };
  const changes: AlertChange[] = [];
  for (const measure of measures) {
    const before = (open[measure]?.level as Level | undefined) ?? null;
    const after = levelOf(means[measure], rules.thresholds[measure], before, rules.hysteresisPercent);
    if (after === before) continue;
    if (after) alerts[measure] = { level: after, since: now };
    else delete alerts[measure];
    changes.push({ measure, before, after, percent: means[measure] });
  }
  return { alerts, changes };
}

function levelOf(
  percent: number,
  limits: Record<Level, number>,
  before: Level | null,
  hysteresis: number,
): Level | null {
  const eased = (level: Level, holds: boolean) => limits[level] - (holds ? hysteresis : 0);
  if (percent >= eased('critical', before === 'critical')) return 'critical';
  return percent >= eased('warning', before !== null) ? 'warning' : null;
}
