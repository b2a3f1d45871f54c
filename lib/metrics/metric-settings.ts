import 'server-only';
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

export function thresholds(): Thresholds {
  return {
    cpu: {
      warning: readSetting('metrics.cpu_warning_percent'),
      critical: readSetting('metrics.cpu_critical_percent'),
    },
    memory: {
      warning: readSetting('metrics.memory_warning_percent'),
      critical: readSetting('metrics.memory_critical_percent'),
    },
    disk: {
      warning: readSetting('metrics.disk_warning_percent'),
      critical: readSetting('metrics.disk_critical_percent'),
    },
  };
}

export function alertRules(): AlertRules {
  return {
    thresholds: thresholds(),
    windowSeconds: readSetting('metrics.threshold_minutes') * 60,
    hysteresisPercent: readSetting('metrics.hysteresis_percent'),
  };
}
