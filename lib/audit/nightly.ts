import 'server-only';
import { database } from '@/db/client';
import { findLastOfKind } from '@/db/jobs/queries';
import { startNightVerification } from './job';

const LOOK_EVERY_MS = 10 * 60_000;
const HOUR_MS = 60 * 60_000;

/**
 * Verifies the ledger once a night as a job that anybody may look at. What is due is asked of the stored jobs, so that a
 * start, a second process or a missed night neither repeats nor forgets it; the boot verifies by itself.
 */
export function startNightlyVerification(onError: (error: unknown) => void): { stop(): Promise<void> } {
  const startedAt = new Date();
  const look = async () => {
    const last = await findLastOfKind(database(), 'audit.verify');
    if (isVerificationDue(new Date(), last ? new Date(last.createdAt) : undefined, startedAt))
      await startNightVerification();
  };
  const timer = setInterval(() => look().catch(onError), LOOK_EVERY_MS);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
    },
  };
}

/** Between two and five o'clock when the last one is half a day old, at any hour when the night was missed. */
export function isVerificationDue(now: Date, last: Date | undefined, startedAt: Date): boolean {
  const age = now.getTime() - Math.max(last?.getTime() ?? 0, startedAt.getTime());
  const isNight = now.getHours() >= 2 && now.getHours() < 5;
  return isNight ? age >= 12 * HOUR_MS : age >= 36 * HOUR_MS;
}
