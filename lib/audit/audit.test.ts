import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createClient } from '@libsql/client/sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeDatabase } from '@/db/client';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import { env } from '@/lib/runtime/env';
import { anchorAudit } from './anchor';
import { systemActor } from './entry';
import { recordAudit } from './record';
import { verifyAudit } from './verify';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;

beforeEach(async () => {
  fresh = await freshDatabase();
});
afterEach(() => fresh.close());

async function act(count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    await write((tx) =>
      recordAudit(tx, {
        actor: systemActor,
        entityType: 'server',
        entityId: `server-${index}`,
        entityName: `web-${index}`,
        action: 'update',
        oldValue: { name: 'before', port: 22 },
        newValue: { name: `aﬁter ${index}`, port: 22 },
      }),
    );
  }
}

/** Changes the file as somebody with a SQLite shell would: the guards are dropped first. */
async function tamper(...statements: string[]): Promise<void> {
  await closeDatabase();
  const client = createClient({ url: env().databaseUrl });
  const triggers = await client.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'");
  for (const { name } of triggers.rows) await client.execute(`DROP TRIGGER "${name}"`);
  for (const statement of statements) await client.execute(statement);
  client.close();
}

describe('the ledger', () => {
  it('is intact when empty and after each act', async () => {
    expect((await verifyAudit()).intact).toBe(true);
    await act(25);
    expect(await verifyAudit()).toMatchObject({ intact: true, checkedRows: 25, verifiedTo: 25 });
  });

  it('names the fields that changed and leaves the equal ones out', async () => {
    await act(1);
    const { rows } = await readRows();
    expect(JSON.parse(String(rows[0]?.changed_fields))).toEqual(['name']);
  });

  it('numbers and chains acts that arrive together', async () => {
    await Promise.all(Array.from({ length: 20 }, () => act(2)));
    expect(await verifyAudit()).toMatchObject({ intact: true, checkedRows: 40 });
  });

  it.each([
    ['an edited name', "UPDATE audit_log SET entity_name = 'other' WHERE seq = 7", 7],
    ['an edited value', `UPDATE audit_log SET new_value = '{"name":"x"}' WHERE seq = 7`, 7],
    ['an edited time', "UPDATE audit_log SET timestamp = '2020-01-01T00:00:00.000Z' WHERE seq = 7", 7],
    ['an edited outcome', "UPDATE audit_log SET outcome = 'denied' WHERE seq = 7", 7],
    ['a deleted row', 'DELETE FROM audit_log WHERE seq = 7', 7],
    [
      'a recomputed row without the key',
      'UPDATE audit_log SET mac = substr(checksum, 1, 64) WHERE seq = 7',
      7,
    ],
  ])('reports %s and names the row', async (_what, statement, seq) => {
    await act(10);
    await tamper(statement);
    expect(await verifyAudit()).toMatchObject({ intact: false, broken: { seq } });
  });

  it('reports two rows that changed places', async () => {
    await act(10);
    await tamper(
      'UPDATE audit_log SET seq = 1000 WHERE seq = 4',
      'UPDATE audit_log SET seq = 4 WHERE seq = 5',
      'UPDATE audit_log SET seq = 5 WHERE seq = 1000',
    );
    expect(await verifyAudit()).toMatchObject({ intact: false, broken: { seq: 4 } });
  });

  it('reports a cut end, because an anchor outside the database remembers it', async () => {
    await act(10);
    await anchorAudit();
    await tamper(
      'DELETE FROM audit_log WHERE seq > 6',
      "DELETE FROM audit_checkpoints WHERE kind = 'anchor'",
    );
    expect(await verifyAudit()).toMatchObject({ intact: false, broken: { seq: 7 }, lastAnchor: 10 });
  });

  it('reports an emptied ledger', async () => {
    await act(3);
    await anchorAudit();
    await tamper('DELETE FROM audit_log', 'DELETE FROM audit_checkpoints');
    expect(await verifyAudit()).toMatchObject({ intact: false });
  });

  it('reports an anchor file that is gone, shortened or edited', async () => {
    await act(3);
    await anchorAudit();
    await act(3);
    await anchorAudit();
    const file = env().auditAnchorFile;
    const whole = readFileSync(file, 'utf8');
    rmSync(file);
    expect((await verifyAudit()).broken?.problem).toMatch(/missing or shorter/);
    writeFileSync(file, `${whole.split('\n')[0]}\n`);
    expect((await verifyAudit()).broken?.problem).toMatch(/missing or shorter/);
    writeFileSync(file, whole.replace('"seq":3', '"seq":2'));
    expect((await verifyAudit()).broken?.problem).toMatch(/was changed/);
    writeFileSync(file, whole);
    appendFileSync(file, 'not a head\n');
    expect((await verifyAudit()).broken?.problem).toMatch(/damaged/);
    writeFileSync(file, whole);
    expect((await verifyAudit()).intact).toBe(true);
  });

  it('remembers a row once, however many ask for it at the same moment', async () => {
    await act(3);
    await Promise.all([anchorAudit(), anchorAudit(), anchorAudit()]);
    expect(readFileSync(env().auditAnchorFile, 'utf8').trim().split('\n')).toHaveLength(1);
    await act(1);
    await Promise.all([anchorAudit(), anchorAudit()]);
    expect(readFileSync(env().auditAnchorFile, 'utf8').trim().split('\n')).toHaveLength(2);
    expect(await verifyAudit()).toMatchObject({ intact: true, lastAnchor: 4 });
  });

  it('drops a last line of the anchor file that a power cut left torn, without an alarm', async () => {
    await act(3);
    await anchorAudit();
    appendFileSync(env().auditAnchorFile, '{"instance":"x","seq":99');
    expect((await verifyAudit()).intact).toBe(true);
    await act(1);
    await anchorAudit();
    expect(await verifyAudit()).toMatchObject({ intact: true, lastAnchor: 4 });
  });

  it('refuses to change or delete a row through the product', async () => {
    await act(2);
    await expect(write((tx) => tx.run('UPDATE audit_log SET action = "x" WHERE seq = 1'))).rejects.toThrow();
    await expect(write((tx) => tx.run('DELETE FROM audit_log WHERE seq = 1'))).rejects.toThrow();
    expect((await verifyAudit()).intact).toBe(true);
  });

  it('keeps a value that is too large as its size and hash', async () => {
    await write((tx) =>
      recordAudit(tx, {
        actor: systemActor,
        entityType: 'server',
        entityId: 'a',
        action: 'update',
        newValue: { text: 'x'.repeat(20_000) },
      }),
    );
    const { rows } = await readRows();
    expect(JSON.parse(String(rows[0]?.new_value))).toMatchObject({ truncated: true });
    expect((await verifyAudit()).intact).toBe(true);
  });
});

async function readRows() {
  const client = createClient({ url: env().databaseUrl });
  try {
    return await client.execute('SELECT * FROM audit_log ORDER BY seq');
  } finally {
    client.close();
  }
}
