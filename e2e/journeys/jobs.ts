import { setTimeout as sleep } from 'node:timers/promises';
import type { Tomo } from '../support/app';
import type { Api } from './api';
import { stored } from './stored';

export type Step = { key: string; status: string; summary: string | null; error: string | null };
export type Line = { seq: number; step: string; stream: string; level: string; message: string };
export type Job = {
  id: string;
  kind: string;
  attempt: number;
  serverId: string | null;
  state: {
    status: string;
    currentStep: string | null;
    errorCode: string | null;
    errorMessage: string | null;
    hint: string | null;
  };
  steps: Step[];
  lines: Line[];
};
export type Started = { jobId: string; existing: boolean; location: string; page: string };

async function readJob(api: Api, jobId: string): Promise<Job> {
  const { status, body } = await api.get<Job>(`/api/v1/jobs/${jobId}`);
  if (status !== 200) throw new Error(`GET job ${jobId}: ${status}`);
  return body;
}

/** Waits until the job looks as wanted; throws with its state and last lines when it ends before, or time is up. */
export async function jobWhen(
  api: Api,
  jobId: string,
  what: string,
  wanted: (job: Job) => boolean,
  withinMs = 110_000,
): Promise<Job> {
  let job: Job | undefined;
  for (const end = Date.now() + withinMs; Date.now() < end; await sleep(150)) {
    job = await readJob(api, jobId);
    if (wanted(job)) return job;
    if (hasEnded(job)) break;
  }
  const tail = job?.lines.slice(-15).map((line) => `${line.step}: ${line.message}`);
  throw new Error(`Job ${jobId}: ${what} did not happen\n${JSON.stringify(job?.state)}\n${tail?.join('\n')}`);
}

/** Waits for the end of a job, whatever it is. */
export const jobEnd = (api: Api, jobId: string, withinMs?: number) =>
  jobWhen(api, jobId, 'its end', hasEnded, withinMs);

const hasEnded = ({ state }: Job) => state.status !== 'pending' && state.status !== 'running';

/** Every stored line, straight from the database, in order. */
export async function storedLines(tomo: Tomo, jobId: string): Promise<Line[]> {
  const rows = await stored(
    tomo,
    `SELECT seq, step, stream, level, message FROM job_logs WHERE job_id = ?1
     UNION ALL
     SELECT l.seq, l.step, l.stream, l.level, l.message FROM preparation_logs l
     JOIN server_preparations p ON p.id = l.preparation_id WHERE p.job_id = ?1
     ORDER BY 1`,
    [jobId],
  );
  return rows.map((row) => ({ ...row })) as unknown as Line[];
}

/** 1, 2, … n: what numbers of lines must be. */
export const countTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
