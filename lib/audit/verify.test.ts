import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditLog } from '@/db/audit/tables';
import { database } from '@/db/client';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import { keyring } from '@/lib/crypto/keyring';
import { newId } from '@/lib/runtime/ids';
import { recentStatements } from '@/lib/runtime/work';
import { chainMac } from './chain';
import { systemActor } from './entry';
import { type AuditBody, chainChecksum } from './proof.mjs';
import { recordAudit } from './record';
import { verifyAudit } from './verify';

const ROWS = process.env.TOMO_TEST_LONG === '1' ? 200_000 : 7_000;

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeEach(async () => {
  fresh = await freshDatabase();
});
afterEach(() => fresh.close());

/** As many entries as years bring, made by the ledger's own arithmetic and stored a thousand at a time. */
async function fill(rows: number): Promise<void> {
  await write((tx) =>
    recordAudit(tx, { actor: systemActor, entityType: 'server', entityId: 's', action: 'update' }),
  );
  const [first] = await database().select().from(auditLog);
  if (!first) throw new Error('no entry');
  const keyId = keyring().activeId;
  const { prevChecksum: _p, checksum: _c, mac: _m, keyId: _k, ...like } = first;
  let head = { seq: 1, checksum: first.checksum };
  while (head.seq < rows) {
    const batch = Array.from({ length: Math.min(500, rows - head.seq) }, () => {
      const body: AuditBody = { ...like, id: newId(), seq: head.seq + 1, newValue: { name: `n${head.seq}` } };
      const prevChecksum = head.checksum;
      const checksum = chainChecksum(prevChecksum, body);
      head = { seq: body.seq, checksum };
      return { ...body, prevChecksum, checksum, mac: chainMac(checksum, keyId), keyId };
    });
    await write((tx) => tx.insert(auditLog).values(batch));
  }
}

describe('G32 a long ledger', { timeout: 600_000 }, () => {
  it('is verified beside the main thread, which stays free for requests', async () => {
    await fill(ROWS);
    const seen: number[] = [];
    const asked = recentStatements().at(-1);
    const verdict = await verifyAudit({ onProgress: (seq) => seen.push(seq) });
    expect(verdict).toMatchObject({ intact: true, checkedRows: ROWS, verifiedTo: ROWS });
    // Every entry was read, and this thread has asked the database for nothing.
    expect(recentStatements().at(-1)).toBe(asked);
    // Progress is told every 2,000 entries.
    expect(seen.slice(0, 3)).toEqual([2_000, 4_000, 6_000]);
  });

  it('is not verified any further when somebody cancels', async () => {
    await fill(4_500);
    const cancel = new AbortController();
    const verifying = verifyAudit({ onProgress: () => cancel.abort(), signal: cancel.signal });
    await expect(verifying).rejects.toThrow(/abort/i);
  });
});
