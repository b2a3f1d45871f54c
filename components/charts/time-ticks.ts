import { type Clock, formatDateTime } from '@/components/data/format';

export type TimeTick = { at: number; label: string };

const steps = [600, 1_800, 3_600, 7_200, 14_400, 86_400, 432_000];
const QUARTER = 900;

/**
 * Marks of a time axis from `from` to `to` (seconds since 1970), at most eight, on round times of the person's own clock:
 * every ten minutes up to every fifth day. A day that has 23 or 25 hours moves the marks with it.
 */
export function timeTicks(from: number, to: number, clock: Clock): TimeTick[] {
  const step = steps.find((candidate) => (to - from) / candidate <= 8) ?? 432_000;
  const minutes = minutesOfDay(clock.zone);
  if (step >= 86_400) return dayTicks(from, to, step / 86_400, clock, minutes);
  const grain = step < QUARTER ? 300 : QUARTER;
  const ticks: TimeTick[] = [];
  for (let at = Math.ceil(from / grain) * grain; at < to; at += grain) {
    if ((minutes(at) * 60) % step === 0) ticks.push({ at, label: timeLabel(at, clock) });
  }
  return ticks;
}

function dayTicks(
  from: number,
  to: number,
  days: number,
  clock: Clock,
  minutes: (at: number) => number,
): TimeTick[] {
  const ticks: TimeTick[] = [];
  let count = 0;
  for (let at = Math.ceil(from / QUARTER) * QUARTER; at < to; ) {
    if (minutes(at) !== 0) {
      at += QUARTER;
      continue;
    }
    if (count % days === 0) ticks.push({ at, label: dayLabel(at, clock) });
    count += 1;
    // The next midnight is 23, 24 or 25 hours away.
    at += 22 * 3_600;
  }
  return ticks;
}

function timeLabel(at: number, clock: Clock): string {
  return formatDateTime(isoOf(at), clock).slice(11);
}

function dayLabel(at: number, clock: Clock): string {
  return formatDateTime(isoOf(at), clock).slice(5, 10);
}

function isoOf(at: number): string {
  return new Date(at * 1000).toISOString();
}

// One formatter for a whole axis: making it costs more than using it.
function minutesOfDay(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  });
  return (at) => {
    const [hour = 0, minute = 0] = format
      .format(at * 1000)
      .split(':')
      .map(Number);
    return hour * 60 + minute;
  };
}
