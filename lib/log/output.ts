import 'server-only';
import pino from 'pino';
import { env } from '@/lib/runtime/env';
import { singleton } from '@/lib/runtime/singleton';
import type { LogEntry, LogLevel } from './entry';

const PINO_LEVEL = {
  DEBUG: 'debug',
  INFO: 'info',
  WARNING: 'warn',
  ERROR: 'error',
  CRITICAL: 'fatal',
} as const satisfies Record<LogLevel, pino.Level>;

/** Writes an entry to standard output: one JSON object per line, or one readable line while developing. */
export function printEntry({ id, timestamp, level, source, message, requestId, data }: LogEntry): void {
  output()[PINO_LEVEL[level]](
    { time: timestamp, source, id, requestId: requestId ?? undefined, data },
    message,
  );
}

function output(): pino.Logger {
  return singleton('log.output', () => {
    const { logFormat, logLevel } = env();
    // In this process and synchronous: the last words before an exit must not be lost, and a worker breaks the build.
    const stdout = pino.destination({ fd: 1, sync: true });
    const stream =
      logFormat === 'pretty' ? { write: (line: string) => stdout.write(readable(line)) } : stdout;
    const level = PINO_LEVEL[logLevel.toUpperCase() as LogLevel];
    const options = { base: null, timestamp: false, level, formatters: { level: ourLevel } };
    return pino(options, pino.multistream([{ level, stream }]));
  });
}

/** The words of the system log instead of those of the library. */
function ourLevel(label: string): { level: string } {
  const [level = label] = Object.entries(PINO_LEVEL).find(([, theirs]) => theirs === label) ?? [];
  return { level };
}

function readable(line: string): string {
  const { time, level, source, msg, id, data } = JSON.parse(line) as Record<string, string> & {
    level: LogLevel;
  };
  const rest = data === undefined ? '' : ` ${JSON.stringify(data, undefined, 2)}`;
  return `${time?.slice(11, 19)} ${level.padEnd(8)} ${source}: ${msg} (${id})${rest}\n`;
}
