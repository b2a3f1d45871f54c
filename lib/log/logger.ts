import 'server-only';
import { nowIso } from '@/lib/runtime/clock';
import { newId } from '@/lib/runtime/ids';
import { currentWork } from '@/lib/runtime/work';
import type { LogLevel, LogSource } from './entry';
import { printEntry } from './output';
import { redacted } from './redact';
import { logStore } from './store';

const STORED: ReadonlySet<LogLevel> = new Set(['WARNING', 'ERROR', 'CRITICAL']);
const MESSAGE_LIMIT = 8 * 1024;

/** What goes on, for somebody who looks for a fault: printed when the level is `debug`. `data` is redacted by name. */
export function logDebug(source: LogSource, message: string, data?: Record<string, unknown>): void {
  log('DEBUG', source, message, data);
}

/** A milestone of normal work: printed, not stored. */
export function logInfo(source: LogSource, message: string, data?: Record<string, unknown>): void {
  log('INFO', source, message, data);
}

/** Something that somebody should look at some day: printed and stored. Returns the id that finds the entry. */
export function logWarning(source: LogSource, message: string, data?: Record<string, unknown>): string {
  return log('WARNING', source, message, data);
}

/** A failure, with all that `error` knows: printed and stored. Returns the id that finds the entry. */
export function logError(source: LogSource, message: string, error: unknown): string {
  return log('ERROR', source, message, { error });
}

/** A failure after which the process cannot go on. Returns the id that finds the entry. */
export function logCritical(source: LogSource, message: string, error: unknown): string {
  return log('CRITICAL', source, message, { error });
}

function log(
  level: LogLevel,
  source: LogSource,
  message: string,
  data: Record<string, unknown> | undefined,
): string {
  const entry = {
    id: newId(),
    timestamp: nowIso(),
    level,
    source,
    message: message.slice(0, MESSAGE_LIMIT),
    requestId: currentWork()?.requestId ?? null,
    data: redacted(data),
  };
  printEntry(entry);
  return STORED.has(level) ? logStore().add(entry) : entry.id;
}
