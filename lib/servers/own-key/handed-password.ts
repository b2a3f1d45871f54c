import 'server-only';
import type { Secret } from '@/lib/crypto/secret';
import { singleton } from '@/lib/runtime/singleton';

// Longer than anybody should wait for the lane of a server; a password is not kept for a job that never starts.
const KEPT_MS = 30 * 60_000;

type Handed = { password: Secret; timer: NodeJS.Timeout };

const handed = () => singleton('servers.handed-passwords', () => new Map<string, Handed>());

/** Keeps a password for one job, in memory only: it is in no row and no log, and gone when the process ends. */
export function handPassword(jobId: string, password: Secret): void {
  const timer = setTimeout(() => handed().delete(jobId), KEPT_MS);
  timer.unref();
  handed().set(jobId, { password, timer });
}

/** The password that was handed to a job; undefined when it was used, forgotten or lost with an earlier process. */
export function handedPassword(jobId: string): Secret | undefined {
  return handed().get(jobId)?.password;
}

/** Forgets the password of a job. */
export function forgetPassword(jobId: string): void {
  clearTimeout(handed().get(jobId)?.timer);
  handed().delete(jobId);
}
