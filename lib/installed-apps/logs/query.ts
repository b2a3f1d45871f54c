import 'server-only';
import { z } from 'zod';
import { MOST_LINES } from './entry';

const seconds = 1_000;

/** What a reader of logs may ask for: one service or all, how many lines from the end, and from when on. */
export const logQuery = z.strictObject({
  service: z.string().min(1).max(64).optional(),
  tail: z.coerce.number().int().min(0).max(MOST_LINES).default(1_000),
  /** A moment, RFC 3339; fractions of a second count. */
  since: z.iso.datetime({ offset: true }).optional(),
});
export type LogQuery = z.output<typeof logQuery>;

/** Unix seconds of a moment, as the engine takes them: rounded down, so that nothing of that second is missing. */
export function sinceSeconds(since: string | undefined): number | undefined {
  return since === undefined ? undefined : Math.max(0, Math.floor(Date.parse(since) / seconds));
}
