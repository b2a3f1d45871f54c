import 'server-only';
import { z } from 'zod';
import { write } from '@/db/write';
import { type Actor, auditActorOf } from '@/lib/auth/actor';
import { wakeWorker } from '@/lib/jobs/bus';
import { defineJob } from '@/lib/jobs/define';
import { enqueueJob } from '@/lib/jobs/enqueue';
import { jobLines } from '@/lib/jobs/job-lines';
import { TomoError } from '@/lib/runtime/errors';
import { anchorAudit } from './anchor';
import { type AuditActor, systemActor } from './entry';
import { verifyAudit } from './verify';

/** Verifies the whole ledger: intact, or the first place where it is not, and what that means. */
export const verifyAuditJob = defineJob({
  kind: 'audit.verify',
  payload: z.strictObject({}),
  permission: 'audit.verify',
  lines: jobLines,
  steps: () => ['verify_chain', 'anchor'],
  async run(job) {
    const { facts } = await job.step('verify_chain', async (step) => {
      const verdict = await verifyAudit({
        onProgress: (seq) => step.log(`Checked up to entry #${seq}`),
        signal: step.signal,
      });
      if (verdict.broken) {
        const { seq, problem } = verdict.broken;
        throw new TomoError('unexpected', `The ledger is broken at entry #${seq}: ${problem}.`, {
          hint: 'Somebody changed the database or its anchors outside of Tomo. Keep a copy of both and compare it with a backup.',
          reason: 'audit_broken',
          data: { seq },
        });
      }
      return {
        summary: `Intact: ${verdict.checkedRows} entries, up to #${verdict.verifiedTo}`,
        facts: { verifiedTo: verdict.verifiedTo, checkedRows: verdict.checkedRows },
      };
    });
    await job.step('anchor', async () => {
      await anchorAudit();
      return { summary: 'Remembered outside the database' };
    });
    return facts;
  },
});

/** Starts a verification; a second start finds the first. */
export function startAuditVerification(actor: Actor): Promise<{ jobId: string; existing: boolean }> {
  return verifyFor(auditActorOf(actor), actor.userId);
}

/** Starts the verification that nobody asked for. */
export async function startNightVerification(): Promise<void> {
  await verifyFor(systemActor, null);
}

async function verifyFor(actor: AuditActor, requestedBy: string | null) {
  const job = await write((tx) =>
    enqueueJob(tx, {
      kind: 'audit.verify',
      payload: {},
      lane: 'system:audit',
      dedupeKey: 'audit.verify',
      targetLabel: 'Audit log',
      requestedBy,
      audit: {
        actor,
        entityType: 'audit',
        entityId: 'ledger',
        entityName: 'Audit log',
        action: 'verify',
      },
    }),
  );
  wakeWorker();
  return job;
}
