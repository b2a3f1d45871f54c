import { statSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { createClient } from '@libsql/client/sqlite3';

/*
 * Keeps the database file in order beside the main thread, over a connection of its own that changes no row: moves the
 * write-ahead log into the file, and looks through the file for damage. `db/upkeep.ts` starts it and says what is wanted.
 */
const { url, walFile, lookEveryMs, checkpointEveryMs, checkpointBytes, checkAfterMs, checkEveryMs } =
  workerData;

const client = createClient({ url, concurrency: 1 });
await client.execute('PRAGMA busy_timeout = 0');
await client.execute('PRAGMA synchronous = 2');

let nextCheckpoint = Date.now() + checkpointEveryMs;
let nextCheck = Date.now() + checkAfterMs;
let running = Promise.resolve();
let stopping = false;

const timer = setInterval(() => {
  running = running.then(() => (stopping ? undefined : look()));
}, lookEveryMs);

parentPort.on('message', async () => {
  stopping = true;
  clearInterval(timer);
  await running;
  client.close();
  parentPort.close();
});

async function look() {
  try {
    if (Date.now() >= nextCheckpoint || walBytes() >= checkpointBytes) await checkpoint();
    if (Date.now() >= nextCheck) await check();
    parentPort.postMessage({ type: 'alive' });
  } catch (error) {
    parentPort.postMessage({ type: 'trouble', message: String(error?.message ?? error) });
  }
}

async function checkpoint() {
  nextCheckpoint = Date.now() + checkpointEveryMs;
  await client.execute('PRAGMA wal_checkpoint(PASSIVE)');
}

async function check() {
  nextCheck = Date.now() + checkEveryMs;
  const { rows } = await client.execute('PRAGMA quick_check(3)');
  const findings = rows.map((row) => String(row[0]));
  parentPort.postMessage({ type: 'checked', findings: findings[0] === 'ok' ? [] : findings });
}

function walBytes() {
  try {
    return statSync(walFile).size;
  } catch {
    return 0;
  }
}
