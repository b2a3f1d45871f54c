import { createClient } from '@libsql/client/sqlite3';

const JSON_COLUMNS = new Set(['old_value', 'new_value', 'changed_fields', 'detail']);

/**
 * The stored ledger over a connection of its own that cannot change anything, for the thread that verifies it. Rows have the
 * names of `tables.ts`; one whose JSON is damaged has `damaged: true` and that text as it lies in the file.
 *
 * @param {string} url `file:` URL of the database
 */
export async function openLedger(url) {
  const client = createClient({ url, concurrency: 1 });
  for (const pragma of ['query_only = 1', 'busy_timeout = 0', 'trusted_schema = 0'])
    await client.execute(`PRAGMA ${pragma}`);
  const rows = async (sql, args = []) => {
    const { columns, rows: found } = await client.execute({ sql, args });
    return found.map((row) => rowOf(columns, row));
  };
  return {
    /** Every checkpoint, oldest first. */
    checkpoints: () => rows('SELECT * FROM audit_checkpoints ORDER BY to_seq, created_at'),
    /** Up to `limit` entries after `seq`, in order. @param {number} seq @param {number} limit */
    entriesAfter: (seq, limit) =>
      rows('SELECT * FROM audit_log WHERE seq > ? ORDER BY seq LIMIT ?', [seq, limit]),
    /** Any entry at all. */
    anyEntry: async () => (await rows('SELECT * FROM audit_log ORDER BY seq DESC LIMIT 1'))[0],
    close: () => client.close(),
  };
}

function rowOf(columns, row) {
  const entry = {};
  for (const [index, column] of columns.entries()) {
    const name = column.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
    entry[name] = row[index];
    if (!JSON_COLUMNS.has(column) || row[index] === null) continue;
    try {
      entry[name] = JSON.parse(String(row[index]));
    } catch {
      entry.damaged = true;
    }
  }
  return entry;
}
