/** How a person wants times written: IANA zone and clock. */
export type Clock = { zone: string; hourCycle: 'h23' | 'h12' };

const locale = 'en';
const unknown = '–';
const binary = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const decimal = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s'];

/** Bytes in binary units: 5368709120 → "5 GiB". Three significant digits at most; unknown is "–", never 0. */
export function formatBytes(bytes: number | null | undefined): string {
  return scaled(bytes, 1024, binary);
}

/** "4.9 of 8 GiB": both in the unit of the whole. */
export function formatBytesOf(used: number | null | undefined, total: number | null | undefined): string {
  if (!isKnown(used) || !isKnown(total)) return unknown;
  const power = powerOf(total, 1024, binary.length);
  return `${digits(used / 1024 ** power)} of ${digits(total / 1024 ** power)} ${binary[power]}`;
}

/** Bytes per second, written as bit/s (decimal, as networks count) or as bytes. */
export function formatRate(
  bytesPerSecond: number | null | undefined,
  unit: 'bits' | 'bytes' = 'bytes',
): string {
  if (!isKnown(bytesPerSecond)) return unknown;
  return unit === 'bits'
    ? scaled(bytesPerSecond * 8, 1000, decimal)
    : `${scaled(bytesPerSecond, 1024, binary)}/s`;
}

/** A share of 100 without decimals: 62.4 → "62 %". */
export function formatPercent(percent: number | null | undefined): string {
  return isKnown(percent) ? `${Math.round(percent)} %` : unknown;
}

/** A share of one core, which may pass 100: 0.42 → "0.4 %", 140.2 → "140 %". */
export function formatShare(percent: number | null | undefined): string {
  if (!isKnown(percent)) return unknown;
  return `${percent < 9.95 ? percent.toFixed(1) : formatCount(Math.round(percent))} %`;
}

/** A count with thousands separators. */
export function formatCount(count: number | null | undefined): string {
  return isKnown(count) ? new Intl.NumberFormat(locale).format(count) : unknown;
}

/** "1 server", "42 servers". The plural is given where it is not the singular with an s. */
export function formatNoun(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${new Intl.PluralRules(locale).select(count) === 'one' ? singular : plural}`;
}

/** A length of time in its two largest units: 840 → "840 ms", 75_000 → "1 min 15 s". */
export function formatDuration(milliseconds: number | null | undefined): string {
  if (!isKnown(milliseconds)) return unknown;
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 10_000) return `${digits(milliseconds / 1000, 2)} s`;
  const seconds = Math.round(milliseconds / 1000);
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const;
  const first = parts.findIndex(([amount]) => amount > 0);
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}

/** How long ago, or until when, within 24 hours: "just now", "5 min ago", "in 3 h"; outside of them the date. */
export function formatRelative(iso: string, now: number, clock: Clock): string {
  if (!isMoment(iso)) return unknown;
  const difference = now - Date.parse(iso);
  const distance = Math.abs(difference);
  if (distance >= 86_400_000) return formatDate(iso, clock);
  if (distance < 5_000) return 'just now';
  const text =
    distance < 60_000
      ? `${Math.floor(distance / 1000)} s`
      : distance < 3_600_000
        ? `${Math.floor(distance / 60_000)} min`
        : `${Math.floor(distance / 3_600_000)} h`;
  return difference > 0 ? `${text} ago` : `in ${text}`;
}

/** Date and time to the minute: "2026-08-03 14:05". */
export function formatDateTime(iso: string, clock: Clock): string {
  return isMoment(iso) ? `${formatDate(iso, clock)} ${formatTime(iso, clock)}` : unknown;
}

/** Date, time to the second and zone, as a tooltip shows it: "2026-08-03 14:05:09 Europe/Berlin". */
export function formatExact(iso: string, clock: Clock): string {
  return isMoment(iso) ? `${formatDate(iso, clock)} ${formatTime(iso, clock, true)} ${clock.zone}` : unknown;
}

/** "2026-08-03" in the person's zone. */
function formatDate(iso: string, clock: Clock): string {
  const { year, month, day } = parts(iso, clock, { year: 'numeric', month: '2-digit', day: '2-digit' });
  return `${year}-${month}-${day}`;
}

/** "14:05", "2:05 PM", with seconds where asked. */
export function formatTime(iso: string, clock: Clock, seconds = false): string {
  const { hour, minute, second, dayPeriod } = parts(iso, clock, {
    hour: clock.hourCycle === 'h12' ? 'numeric' : '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: clock.hourCycle,
  });
  return `${hour}:${minute}${seconds ? `:${second}` : ''}${dayPeriod ? ` ${dayPeriod}` : ''}`;
}

function parts(
  iso: string,
  clock: Clock,
  options: Intl.DateTimeFormatOptions,
): Partial<Record<string, string>> {
  const found = new Intl.DateTimeFormat(locale, { ...options, timeZone: clock.zone }).formatToParts(
    Date.parse(iso),
  );
  return Object.fromEntries(found.map(({ type, value }) => [type, value]));
}

function scaled(amount: number | null | undefined, base: number, units: string[]): string {
  if (!isKnown(amount)) return unknown;
  const power = powerOf(amount, base, units.length);
  return `${digits(amount / base ** power)} ${units[power]}`;
}

function powerOf(amount: number, base: number, count: number): number {
  if (amount < 1) return 0;
  const power = Math.min(count - 1, Math.floor(Math.log(amount) / Math.log(base)));
  // 1023.9 MiB would be written as "1,024 MiB".
  return power < count - 1 && Math.round(amount / base ** power) >= base ? power + 1 : power;
}

function digits(amount: number, significant = 3): string {
  const whole =
    Math.abs(amount) >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: significant };
  return new Intl.NumberFormat(locale, whole).format(amount);
}

function isMoment(iso: string): boolean {
  return !Number.isNaN(Date.parse(iso));
}

function isKnown(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
