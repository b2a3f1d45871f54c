import 'server-only';
import type { LogEntry } from './entry';

/**
 * Tells lines that were read already from those that came since, for a log that was followed before it was read: what
 * `read` holds, and what is older than it, is known. Times are unique to the nanosecond, but not in order between streams.
 */
export function unknownTo(read: readonly LogEntry[]): (line: LogEntry) => boolean {
  const keys = new Set(read.map(keyOf));
  const oldest = new Map<string, string>();
  for (const { service, at } of read) if (!oldest.has(service)) oldest.set(service, at);
  return (line) => line.at >= (oldest.get(line.service) ?? '') && !keys.has(keyOf(line));
}

const keyOf = ({ at, service, stream, text }: LogEntry) => `${at} ${service} ${stream} ${text}`;
