import 'server-only';
import type { OwnThresholds } from '@/db/servers/tables';
import { readSetting } from '@/lib/settings/read';
import type { AlertRules, Thresholds } from './alerts';

/** How the collector works now; read again at every tick, so a changed setting acts with the next sample. */
export type MetricSettings = {
  enabled: boolean;
  intervalSeconds: number;
  watchedIntervalSeconds: number;
  /** Whether containers are measured too. */
  containersEnabled: boolean;
  offlineAfterFailures: number;
  /** Samples finer than rows stay in memory this long. */
  ringSeconds: number;
};

export function metricSettings(): MetricSettings {
  return {
    enabled: readSetting('metrics.enabled'),
    intervalSeconds: readSetting('metrics.interval_seconds'),
    watchedIntervalSeconds: readSetting('metrics.watched_interval_seconds'),
    containersEnabled: readSetting('metrics.enabled') && readSetting('metrics.containers_enabled'),
    offlineAfterFailures: readSetting('metrics.offline_after_failures'),
    ringSeconds: readSetting('retention.metrics_raw_hours') * 3600,
  };
}

/** From which percentages on a measure of a server counts as high: its own values where it has some, else those of all. */
export function thresholds(own: OwnThresholds | null): Thresholds {
  return {
    cpu: own?.cpu ?? {
      warning: readSetting('metrics.cpu_warning_percent'),
      critical: readSetting('metrics.cpu_critical_percent'),
    },
    memory: own?.memory ?? {
      warning: readSetting('metrics.memory_warning_percent'),
      critical: readSetting('metrics.memory_critical_percent'),
    },
    disk: own?.disk ?? {
      warning: readSetting('metrics.disk_warning_percent'),
      critical: readSetting('metrics.disk_critical_percent'),
    },
  };
}

/** The same with the time that a mean must pass them. */
export function alertRules(own: OwnThresholds | null): AlertRules {
  return {
    thresholds: thresholds(own),
    windowSeconds: (own?.minutes ?? readSetting('metrics.threshold_minutes')) * 60,
    hysteresisPercent: readSetting('metrics.hysteresis_percent'),
  };
}
