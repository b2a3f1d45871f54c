import type { ActionResult, Failure } from '@/lib/procedures/result';
import { saveDraft } from './draft';
import { formMessages } from './messages';

export type FormAction<T> = (previous: ActionResult<T> | null, form: FormData) => Promise<ActionResult<T>>;

/** Runs the action; a lost connection and a page older than the server become results too, so nothing typed is lost. */
export async function submit<T>(
  action: FormAction<T>,
  previous: ActionResult<T> | null,
  data: FormData,
  form: HTMLFormElement | null,
): Promise<ActionResult<T>> {
  const result = await action(previous, data).catch((error: unknown) => failed<T>(error));
  if (!result.ok && form && (result.error.code === 'unauthenticated' || result.error.reason === 'updated'))
    saveDraft(form);
  return result;
}

function failed<T>(error: unknown): ActionResult<T> {
  // Redirects and not-found travel as errors and belong to Next.
  if (error instanceof Error && 'digest' in error) throw error;
  const text = error instanceof Error ? error.message : '';
  const updated = /Server Action .* was not found|Failed to find Server Action/i.test(text);
  const failure: Failure = updated
    ? {
        code: 'unavailable',
        reason: 'updated',
        message: formMessages.updated,
        hint: formMessages.updatedHint,
      }
    : { code: 'unavailable', message: formMessages.unreachable, hint: formMessages.unreachableHint };
  return { ok: false, error: failure };
}
