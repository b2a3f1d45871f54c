import { statSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { createClient } from '@libsql/client/sqlite3';

/*
 * Moves the write-ahead log into the database file beside the main thread, over a connection of its own that changes no row.
 * `db/upkeep.ts` starts it and says what is wanted.
 */
const { url, walFile, lookEveryMs, checkpointEveryMs, checkpointBytes } = workerData;

const client = createClient({ url, concurrency: 1 });
await client.execute('PRAGMA busy_timeout = 0');
await client.execute('PRAGMA synchronous = 2');

let nextCheckpoint = Date.now() + checkpointEveryMs;
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
    parentPort.postMessage({ type: 'alive' });
  } catch (error) {
    parentPort.postMessage({ type: 'trouble', message: String(error?.message ?? error) });
  }
}

async function checkpoint() {
  nextCheckpoint = Date.now() + checkpointEveryMs;
  await client.execute('PRAGMA wal_checkpoint(PASSIVE)');
}

function walBytes() {
  try {
    return statSync(walFile).size;
  } catch {
    return 0;
  }
}
