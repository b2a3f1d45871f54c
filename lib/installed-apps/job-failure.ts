import 'server-only';
import type { InstalledAppRow } from '@/db/installed-apps/tables';
import type { JobEnd } from '@/lib/jobs/define';

/** What an app keeps of a job that did not succeed: its stable cause, and in words what happened, what to do, what is left. */
export function failureColumns({
  errorCode,
  errorMessage,
  result,
}: JobEnd): Pick<InstalledAppRow, 'errorCode' | 'errorMessage'> {
  const hint = typeof result?.hint === 'string' ? result.hint : undefined;
  return { errorCode: errorCode ?? 'failed', errorMessage: [errorMessage, hint].filter(Boolean).join(' ') };
}
