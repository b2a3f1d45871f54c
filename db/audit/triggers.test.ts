import { eq, inArray, sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { database } from '@/db/client';
import { type Tx, write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import { auditCheckpoints, auditLog } from './tables';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeEach(async () => {
  fresh = await freshDatabase();
  await write(async (tx) => {
    await tx.insert(auditCheckpoints).values(checkpoint('genesis', 0));
    for (let seq = 1; seq <= 5; seq++) await tx.insert(auditLog).values(row(seq));
    await tx.insert(auditCheckpoints).values([checkpoint('anchor', 2), checkpoint('anchor', 5)]);
  });
});
afterEach(() => fresh.close());

test('a row of the ledger cannot be changed', async () => {
  const rewrite = (tx: Tx) => tx.update(auditLog).set({ actorName: 'Mallory' }).where(eq(auditLog.seq, 3));
  await expect(write(rewrite)).rejects.toThrow('rows never change');
});

test('a row cannot be removed without a purge that covers it', async () => {
  const remove = (seq: number) => write((tx) => tx.delete(auditLog).where(eq(auditLog.seq, seq)));
  await expect(remove(1)).rejects.toThrow('behind a purge checkpoint');
  await write((tx) => tx.insert(auditCheckpoints).values(checkpoint('purge', 2)));
  await remove(1);
  await remove(2);
  await expect(remove(3)).rejects.toThrow('behind a purge checkpoint');
  expect(await numbers()).toEqual([3, 4, 5]);
});

test('a new row takes the next number, neither an old one nor one with a gap', async () => {
  for (const seq of [5, 7]) {
    await expect(write((tx) => tx.insert(auditLog).values(row(seq, 'x')))).rejects.toThrow('the next number');
  }
  await write((tx) => tx.insert(auditLog).values(row(6)));
});

test('numbers go on after a purge of everything', async () => {
  await write(async (tx) => {
    await tx.insert(auditCheckpoints).values(checkpoint('purge', 5));
    await tx.delete(auditLog);
  });
  await expect(write((tx) => tx.insert(auditLog).values(row(1)))).rejects.toThrow('the next number');
  await write((tx) => tx.insert(auditLog).values(row(6)));
  expect(await numbers()).toEqual([6]);
});

test('INSERT OR REPLACE cannot push a row out', async () => {
  const replaceById = sql`INSERT OR REPLACE INTO audit_log SELECT id, 6, timestamp, entity_type, entity_id, entity_name, action,
    outcome, intent_seq, actor_type, user_id, 'Mallory', server_id, job_id, session_id, request_id, client_ip, user_agent,
    old_value, new_value, changed_fields, change_reason, ${hex('y')}, ${hex('z')}, mac, key_id FROM audit_log WHERE seq = 3`;
  await expect(write((tx) => tx.run(replaceById))).rejects.toThrow('replaces nothing');
  const replaceCheckpoint = sql`INSERT OR REPLACE INTO audit_checkpoints
    SELECT id, 'anchor', 0, 0, 0, checksum, digest, detail, mac, key_id, created_at FROM audit_checkpoints WHERE kind = 'genesis'`;
  await expect(write((tx) => tx.run(replaceCheckpoint))).rejects.toThrow('only anchors');
  expect(await numbers()).toEqual([1, 2, 3, 4, 5]);
});

test('checkpoints never change, and only anchors behind a purge may go', async () => {
  const rewrite = (tx: Tx) => tx.update(auditCheckpoints).set({ toSeq: 4 });
  await expect(write(rewrite)).rejects.toThrow('rows never change');
  const remove = (...ids: string[]) =>
    write((tx) => tx.delete(auditCheckpoints).where(inArray(auditCheckpoints.id, ids)));
  await expect(remove('anchor-2')).rejects.toThrow('only anchors');
  await write((tx) => tx.insert(auditCheckpoints).values(checkpoint('purge', 2)));
  await remove('anchor-2');
  for (const kept of ['genesis-0', 'anchor-5', 'purge-2'])
    await expect(remove(kept)).rejects.toThrow('only anchors');
});

test('the chain cannot fork, and an intent has one outcome', async () => {
  const fork = write((tx) => tx.insert(auditLog).values({ ...row(6), prevChecksum: row(5).prevChecksum }));
  await expect(fork).rejects.toThrow();
  await write((tx) => tx.insert(auditLog).values({ ...row(6), intentSeq: 2 }));
  await expect(write((tx) => tx.insert(auditLog).values({ ...row(7), intentSeq: 2 }))).rejects.toThrow();
  expect(await numbers()).toEqual([1, 2, 3, 4, 5, 6]);
});

async function numbers(): Promise<number[]> {
  const rows = await database().select({ seq: auditLog.seq }).from(auditLog).orderBy(auditLog.seq);
  return rows.map((one) => one.seq);
}

function hex(text: string): string {
  return Buffer.from(text).toString('hex').padStart(64, '0');
}

function row(seq: number, salt = '') {
  return {
    seq,
    timestamp: '2026-01-02T03:04:05.678Z',
    entityType: 'server',
    entityId: 's1',
    action: 'update',
    outcome: 'ok' as const,
    actorType: 'system' as const,
    actorName: 'Tomo',
    prevChecksum: hex(`${salt}${seq - 1}`),
    checksum: hex(`${salt}${seq}`),
    mac: hex('mac'),
    keyId: 'k1',
  };
}

function checkpoint(kind: 'genesis' | 'anchor' | 'purge', toSeq: number) {
  return {
    id: `${kind}-${toSeq}`,
    kind,
    fromSeq: 0,
    toSeq,
    rowCount: toSeq,
    checksum: hex('c'),
    mac: hex('m'),
    keyId: 'k1',
  };
}
