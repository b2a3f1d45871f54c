import 'server-only';
import type { Actor } from '@/lib/auth/actor';
import { can } from '@/lib/auth/permissions';
import type { StreamEvent } from '@/lib/procedures/stream';
import { followJob } from './tail';

type JobStream = {
  actor: Actor;
  params: { jobId: string };
  after: number;
  send(event: StreamEvent): Promise<boolean>;
  signal: AbortSignal;
};

/**
 * Sends a job as server-sent events: `line` (its number is the event id), `steps`, `state`, and `end` after the last
 * line. People who may not see output get steps and states only.
 */
export async function streamJob({ actor, params, after, send, signal }: JobStream): Promise<void> {
  for await (const event of followJob(params.jobId, after, signal, can(actor.role, 'jobs.output'))) {
    if (event.type === 'lines') {
      for (const line of event.lines) if (!(await send({ event: 'line', id: line.seq, data: line }))) return;
    } else {
      const data = event.type === 'steps' ? event.steps : event.type === 'state' ? event.state : {};
      if (!(await send({ event: event.type, data }))) return;
    }
  }
}
