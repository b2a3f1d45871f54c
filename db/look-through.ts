import 'server-only';
import { env } from '@/lib/runtime/env';
import { askThread } from '@/lib/runtime/worker-thread';

/**
 * Looks for damage in the whole file, in a thread, because it takes as long as the file is large. `quick_check` reads every
 * page; `integrity_check` also holds every index against its table. Returns what SQLite finds, three things at most; rejects
 * when the thread cannot do it or `signal` aborts.
 */
export async function lookThrough(
  check: 'quick_check' | 'integrity_check',
  signal?: AbortSignal,
): Promise<string[]> {
  const findings = await askThread(
    'db/look-through-thread.mjs',
    { url: env().databaseUrl, check },
    { signal },
  );
  return findings as string[];
}
