import 'server-only';
import { logError } from '@/lib/log/logger';

/**
 * Stores an error that escaped while a page was rendered. People see its digest on the error page; the entry holds the same
 * one. The query is left out: people paste strange things into addresses.
 */
export function recordRequestError(error: unknown, request: { path: string; method: string }): void {
  const path = request.path.split('?', 1)[0];
  logError('http', `A page failed: ${request.method} ${path}`, error);
}
