import 'server-only';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Connection } from '@/db/connection';
import { pathOf } from '@/db/files';
import { damagedError } from '@/db/migrate-errors';
import { env } from '@/lib/runtime/env';

// Tables that grow with time. What they hold can be lost without anything being wrong; the ledger is verified by itself.
const GROWING = [
  'audit_log',
  'container_metrics',
  'job_logs',
  'log_entries',
  'preparation_logs',
  'server_metrics',
];

/**
 * Looks for damage before anything is served. After a clean stop only the tables that say what is true: that takes the same
 * time however large the file is, and the rest is looked at later beside the requests. After anything else (power cut,
 * kill) the whole file. Throws TomoError `unavailable`, reason `database_damaged`.
 */
export async function assertFileIsWhole(): Promise<'all' | 'tables of truth'> {
  const clean = takeCleanStop();
  const connection = new Connection(env().databaseUrl, 'read');
  try {
    const tables = clean ? await tablesOfTruth(connection) : [];
    const checks = clean
      ? tables.map((table) => `PRAGMA quick_check('${table}')`)
      : ['PRAGMA quick_check(3)'];
    for (const check of checks) {
      const findings = (await connection.execute(check)).rows.map((row) => String(row[0]));
      if (findings[0] !== 'ok') throw damagedError(findings.slice(0, 3).join('; '));
    }
    return clean ? 'tables of truth' : 'all';
  } finally {
    await connection.close();
  }
}

/** Notes that this process ended in order, for the next start. Call it when nothing writes any more. */
export function noteCleanStop(): void {
  if (existsSync(pathOf(env().databaseUrl))) writeFileSync(marker(), '', { mode: 0o600 });
}

/** The note holds for one start only: whatever happens next is no clean stop until it is said again. */
function takeCleanStop(): boolean {
  const isThere = existsSync(marker());
  if (isThere) rmSync(marker());
  return isThere;
}

function marker(): string {
  return path.join(env().dataDir, 'stopped-cleanly');
}

async function tablesOfTruth(connection: Connection): Promise<string[]> {
  const { rows } = await connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'");
  return rows
    .map((row) => String(row.name))
    .filter((name) => /^[a-z_]+$/.test(name) && !GROWING.includes(name));
}
