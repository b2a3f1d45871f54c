import 'server-only';
import { logDebug } from '@/lib/log/logger';
import type { Work } from '@/lib/runtime/work';

/** What a request cost, for somebody who looks for a fault: how many statements, and the one that ran most often. */
export function noteAnswered({ what, requestId, statements, texts }: Work, milliseconds: number): void {
  const [text, times] = [...(texts ?? [])].toSorted(([, left], [, right]) => right - left)[0] ?? [];
  logDebug('http', 'A request was answered', {
    what,
    requestId,
    statements,
    milliseconds: Math.round(milliseconds),
    ...(times !== undefined && times > 1 && { mostOften: { text, times } }),
  });
}
