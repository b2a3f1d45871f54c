import 'server-only';

/** The stored form of a moment given in seconds since 1970. */
export function isoAt(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

/** Seconds since 1970 of a stored moment; NaN for text that is none. */
export function secondsOf(iso: string): number {
  return Date.parse(iso) / 1000;
}
