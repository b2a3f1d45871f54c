import type { Clock } from '@/components/data/format';

/** Writes the time of a line, to the millisecond, as the person reads clocks: "11-24 10:33:22.123". One formatter for all lines. */
export function logClock({ zone, hourCycle }: Clock): (at: string) => string {
  const format = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle,
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  });
  return (at) => {
    const moment = Date.parse(at);
    if (Number.isNaN(moment)) return '';
    const part = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
    const half = part.dayPeriod ? ` ${part.dayPeriod}` : '';
    return `${part.month}-${part.day} ${part.hour}:${part.minute}:${part.second}.${part.fractionalSecond}${half}`;
  };
}
