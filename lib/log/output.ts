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
} as const;
const THRESHOLD = {
  debug: 'debug',
  info: 'info',
  warning: 'warn',
  error: 'error',
  critical: 'fatal',
} as const;

/** Writes an entry to standard output: one JSON object per line, or one readable line while developing. */
export function printEntry({ id, timestamp, level, source, message, requestId, data }: LogEntry): void {
  output()[PINO_LEVEL[level]](
    { time: timestamp, level, source, id, requestId: requestId ?? undefined, data },
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
    const options = {
      base: null,
      timestamp: false,
      level: THRESHOLD[logLevel],
      formatters: { level: () => ({}) },
    };
    return pino(options, pino.multistream([{ level: THRESHOLD[logLevel], stream }]));
  });
}

function readable(line: string): string {
  const { time, level, source, msg, id, data } = JSON.parse(line) as Record<string, string> & {
    level: LogLevel;
  };
  const rest = data === undefined ? '' : ` ${JSON.stringify(data, undefined, 2)}`;
  return `${time?.slice(11, 19)} ${level.padEnd(8)} ${source}: ${msg} (${id})${rest}\n`;
}
