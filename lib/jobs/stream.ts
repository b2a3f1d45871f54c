import 'server-only';
import { z } from 'zod';
import { database } from '@/db/client';
import { findJob } from '@/db/jobs/queries';
import type { Actor } from '@/lib/auth/actor';
import { can } from '@/lib/auth/permissions';
import type { StreamEvent } from '@/lib/procedures/stream';
import { notFound } from '@/lib/runtime/errors';
import { followJob, type TailEvent } from './tail';

/** What a reader of a job may ask for besides. */
export const jobStreamQuery = z.object({
  lines: z.literal('none').optional(),
  window: z.coerce.number().int().min(1).optional(),
});

type JobStream = {
  actor: Actor;
  params: { jobId: string };
  query: z.output<typeof jobStreamQuery>;
  after: number;
  send(...events: StreamEvent[]): Promise<boolean>;
  signal: AbortSignal;
};

/** Throws `not_found` for a job that does not exist. */
export async function requireJob({ params }: { params: { jobId: string } }): Promise<void> {
  if (!(await findJob(database(), params.jobId))) throw notFound('This job');
}

/**
 * Sends a job as server-sent events: `line` (its number is the event id), `steps`, `state`, and `end` after the last
 * line. People who may not see output get steps and states only. `?lines=none` leaves lines out; with `?window=N` a reader
 * that falls behind by more than N lines gets `skip` (with the number up to which lines are left out) and the newest ones.
 */
export async function streamJob({ actor, params, query, after, send, signal }: JobStream): Promise<void> {
  const seesOutput = can(actor.role, 'jobs.output');
  const options = { seesOutput, lines: query.lines !== 'none', window: query.window };
  for await (const event of followJob(params.jobId, after, signal, options)) {
    const events =
      event.type === 'lines'
        ? event.lines.map((line) => ({ event: 'line', id: line.seq, data: line }))
        : [plainEvent(event)];
    if (!(await send(...events))) return;
  }
}

function plainEvent(event: Exclude<TailEvent, { type: 'lines' }>): StreamEvent {
  if (event.type === 'skip') return { event: 'skip', id: event.to, data: { to: event.to } };
  if (event.type === 'steps') return { event: 'steps', data: event.steps };
  return { event: event.type, data: event.type === 'state' ? event.state : {} };
}
