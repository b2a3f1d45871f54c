import 'server-only';
import { findGenesis, findLastAudit } from '@/db/audit/queries';
import { database } from '@/db/client';
import { lookThrough } from '@/db/look-through';
import { write } from '@/db/write';
import { systemActor } from '@/lib/audit/entry';
import { recordAudit } from '@/lib/audit/record';
import { logCritical, logError } from '@/lib/log/logger';

const DAY_MS = 24 * 60 * 60_000;
const THOROUGH_EVERY_MS = 7 * DAY_MS;

/**
 * Looks through the database file beside the requests: once after the start and once a day, and once a week with every index
 * held against its table. The weekly one stands in the audit log, which also says when the next is due. What is damaged is
 * an alarm in the system log.
 */
export function startFileChecks({ firstAfterMs }: { firstAfterMs: number }): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let looking: Promise<unknown> = Promise.resolve();
  const look = () => {
    looking = checkFile(new Date(), stopping.signal).catch((error) => {
      if (!stopping.signal.aborted) logError('system', 'The database file could not be checked', error);
    });
    timer = setTimeout(look, DAY_MS);
    timer.unref();
  };
  let timer = setTimeout(look, firstAfterMs);
  timer.unref();
  return {
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await looking;
    },
  };
}

/** One look; returns how thorough it was. */
export async function checkFile(now: Date, signal?: AbortSignal): Promise<'quick_check' | 'integrity_check'> {
  const check = (await isThoroughDue(now)) ? 'integrity_check' : 'quick_check';
  const findings = await lookThrough(check, signal);
  if (findings.length > 0)
    logCritical('system', 'The database file is damaged', new Error(findings.join('; ')));
  if (check === 'integrity_check') {
    await write((tx) =>
      recordAudit(tx, {
        actor: systemActor,
        entityType: 'database',
        entityId: 'file',
        action: 'verify',
        outcome: findings.length > 0 ? 'failed' : 'ok',
        newValue: { check, findings },
      }),
    );
  }
  return check;
}

/** A file that was damaged last time is looked at thoroughly each day. */
async function isThoroughDue(now: Date): Promise<boolean> {
  const last =
    (await findLastAudit(database(), { entityType: 'database', action: 'verify', outcome: 'ok' }))
      ?.timestamp ?? (await findGenesis(database()))?.createdAt;
  return last !== undefined && now.getTime() - Date.parse(last) >= THOROUGH_EVERY_MS;
}
