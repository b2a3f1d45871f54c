import 'server-only';
import type { OwnThresholds, ServerAlerts } from '@/db/servers/tables';
import { nowIso } from '@/lib/runtime/clock';
import { nextAlerts, windowMeans } from './alerts';
import { ContainerMeasurements } from './container-measurements';
import { liveServer } from './live';
import { alertRules, type MetricSettings } from './metric-settings';
import { OpenRow } from './open-row';
import type { Outbox } from './outbox';
import { parseSample, type Sample } from './parse-sample';
import { pointOf } from './points';
import { type Interval, intervalBetween } from './rates';

// Shells count in hundredths of a second: a few samples say nothing about the cost of one.
const COST_SAMPLES = 10;
// Scheduling may be late by a moment; more than three intervals without an answer are a gap.
const SLACK_SECONDS = 3;

type Measured = { id: string; name: string; thresholds: OwnThresholds | null };

/** What the answers of one server add up to: points in memory, rows, and open breaches of thresholds. */
export class Measurements {
  #server: Measured;
  readonly #outbox: Outbox;
  readonly #row = new OpenRow();
  readonly containers: ContainerMeasurements;
  #alerts: ServerAlerts;
  #before: Sample | null = null;
  #shellStart: { cpuSeconds: number; samples: number } | null = null;

  constructor(server: Measured & { alerts: ServerAlerts }, outbox: Outbox) {
    this.#server = server;
    this.#outbox = outbox;
    this.#alerts = server.alerts;
    this.containers = new ContainerMeasurements(server.id, outbox);
  }

  /** Takes what people said of the server since: its name and its own thresholds. */
  of(server: Measured): void {
    this.#server = server;
  }

  /**
   * Takes the answer that arrived at `endedAt` (seconds since 1970). True when it made an interval with the one before,
   * false when it is a beginning. Throws `sample_unreadable`.
   */
  take(text: string, endedAt: number, settings: MetricSettings): boolean {
    const sample = parseSample(text);
    const before = this.#before;
    this.#before = sample;
    this.#noteCost(sample);
    const interval = before && intervalBetween(before, sample);
    if (!interval || interval.periodSeconds > 3 * settings.intervalSeconds + SLACK_SECONDS) {
      this.#endRow();
      this.containers.cut();
      this.containers.take(sample.containers, endedAt);
      return false;
    }
    this.containers.take(sample.containers, endedAt);
    this.#add(interval, endedAt, settings);
    return true;
  }

  /** What comes next does not adjoin what was: the open row goes out as it is. */
  cut(): void {
    this.#before = null;
    this.#shellStart = null;
    this.#endRow();
    this.containers.cut();
  }

  #add(interval: Interval, endedAt: number, settings: MetricSettings): void {
    const { id } = this.#server;
    const live = liveServer(id);
    live.ring.push(pointOf(interval, endedAt), settings.ringSeconds);
    live.latest = { interval, endedAt };
    const row = this.#row.add(id, { interval, endedAt }, settings.intervalSeconds);
    if (row) {
      this.#outbox.row(row);
      this.containers.endRows();
      this.#outbox.reached(id);
      this.#judge(interval, endedAt);
    }
  }

  #judge({ mounts }: Interval, endedAt: number): void {
    const { id, name, thresholds } = this.#server;
    const rules = alertRules(thresholds);
    const points = liveServer(id).ring.since(endedAt - rules.windowSeconds - 1);
    const means = windowMeans(points, rules.windowSeconds, Math.max(...mounts.map((mount) => mount.percent)));
    if (!means) return;
    const { alerts, changes } = nextAlerts(this.#alerts, means, rules, nowIso());
    if (changes.length === 0) return;
    this.#alerts = alerts;
    this.#outbox.alerts(id, alerts);
    for (const change of changes) {
      this.#outbox.change({ kind: 'alert', serverId: id, serverName: name, ...change });
    }
  }

  #endRow(): void {
    const row = this.#row.close(this.#server.id);
    if (row) this.#outbox.row(row);
  }

  #noteCost({ shellCpuSeconds }: Sample): void {
    if (shellCpuSeconds === null) return;
    if (!this.#shellStart || shellCpuSeconds < this.#shellStart.cpuSeconds) {
      this.#shellStart = { cpuSeconds: shellCpuSeconds, samples: 0 };
    }
    const { cpuSeconds, samples } = this.#shellStart;
    this.#shellStart.samples += 1;
    if (samples >= COST_SAMPLES)
      liveServer(this.#server.id).sampleCostSeconds = (shellCpuSeconds - cpuSeconds) / samples;
  }
}
