import { logMessages } from './messages';

/** How much of a log is shown; the word in the address. */
export type LogWindow = keyof typeof logMessages.windows;

/** What the address of a logs page asks for. Unknown words fall back to the last 1,000 lines. */
export type LogChoice = { service: string | undefined; show: LogWindow; from: string };

type Params = Record<string, string | string[] | undefined>;

const windowMs: Partial<Record<LogWindow, number>> = { '15m': 900_000, '1h': 3_600_000, '24h': 86_400_000 };

/** Reads the address; `services` are those that the app has. */
export function logChoice(params: Params, services: readonly string[], together: boolean): LogChoice {
  const text = (name: string) => [params[name] ?? ''].flat()[0] ?? '';
  const wanted = text('service');
  const service = services.includes(wanted) ? wanted : together ? undefined : services[0];
  const from = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text('from')) ? text('from') : '';
  const show = Object.keys(logMessages.windows).find((word) => word === text('show'));
  if (show === undefined || (show === 'from' && from === '')) return { service, show: '1000', from };
  return { service, show: show as LogWindow, from };
}

/** What that means at `now` (Unix milliseconds) for a person in `zone`. */
export function logRange(
  { show, from }: LogChoice,
  now: number,
  zone: string,
): { tail: number; since?: string } {
  const back = windowMs[show];
  if (back !== undefined) return { tail: 1_000, since: new Date(now - back).toISOString() };
  if (show === 'from') return { tail: 1_000, since: instantIn(from, zone) };
  return { tail: Number(show) };
}

/** The moment that a clock in `zone` shows as `local` (`2026-11-24T10:30`); the earlier one where it shows it twice. */
export function instantIn(local: string, zone: string): string {
  const asUtc = Date.parse(`${local}Z`);
  const shown = (at: number) => Date.parse(`${clockIn(at, zone)}Z`);
  // Once for the offset around it, once more for a change of the clock in between.
  const first = asUtc - (shown(asUtc) - asUtc);
  return new Date(first - (shown(first) - asUtc)).toISOString();
}

function clockIn(at: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return format.format(at).replace(' ', 'T');
}
