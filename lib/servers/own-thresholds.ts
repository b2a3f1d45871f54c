import 'server-only';
import type { z } from 'zod';
import type { OwnThresholds } from '@/db/servers/tables';
import type { thresholdsInput } from './schema';

/** What is stored of typed thresholds: only what the server has of its own; null when that is nothing. */
export function ownThresholds(input: z.output<typeof thresholdsInput>): OwnThresholds | null {
  const own: OwnThresholds = {};
  for (const measure of ['cpu', 'memory', 'disk'] as const) {
    const [warning, critical] = [input[`${measure}Warning`], input[`${measure}Critical`]];
    if (warning != null && critical != null) own[measure] = { warning, critical };
  }
  if (input.minutes != null) own.minutes = input.minutes;
  return Object.keys(own).length > 0 ? own : null;
}
