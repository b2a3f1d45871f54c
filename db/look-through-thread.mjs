import { parentPort, workerData } from 'node:worker_threads';
import { createClient } from '@libsql/client/sqlite3';

/* Looks through the database file over a connection that changes nothing. `db/look-through.ts` starts it. */
const { url, check } = workerData;
const client = createClient({ url, concurrency: 1 });
try {
  await client.execute('PRAGMA query_only = 1');
  const { rows } = await client.execute(`PRAGMA ${check}(3)`);
  const findings = rows.map((row) => String(row[0]));
  parentPort.postMessage({ answer: findings[0] === 'ok' ? [] : findings });
} finally {
  client.close();
}
