import type { ActionResult } from '@/lib/procedures/result';

/** What the API answers when it has recorded a job. */
export type StartedJob = { jobId: string; existing: boolean; page: string };

/** What it answers for one act on many objects: what was started, what refused and why. */
export type StartedGroup = {
  groupId: string;
  page: string;
  started: { targetId: string; jobId: string; existing: boolean }[];
  refused: { targetId: string; message: string; hint: string | null }[];
};

/**
 * Starts work through the same route that a program would call. Answers in the shape of a server action, so that forms
 * and dialogs treat both alike. `requestKey` names the request, so that sending it twice starts one job.
 */
export async function postJob<Answer = StartedJob>(
  path: string,
  body: Record<string, unknown>,
  requestKey?: string,
): Promise<ActionResult<Answer>> {
  const response = await fetch(path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(requestKey && { 'idempotency-key': requestKey }),
    },
    body: JSON.stringify(body),
  });
  const answer: Record<string, unknown> = await response.json().catch(() => ({}));
  if (response.ok) return { ok: true, data: answer as Answer };
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return {
    ok: false,
    error: {
      code: (text(answer.code) ?? 'unexpected') as 'unexpected',
      message: text(answer.title) ?? `Tomo answered with ${response.status}.`,
      hint: text(answer.detail),
      reason: text(answer.reason),
      fields: answer.fields as Record<string, string> | undefined,
      data: answer.data as Record<string, string> | undefined,
      id: text(answer.id),
    },
  };
}
