import { setImmediate as nextTurn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { openLedger } from '../../db/audit/ledger.mjs';
import { brokenWitness, problemOf, witnessesOf } from './findings.mjs';
import { readHeads } from './heads.mjs';

/*
 * Verifies the whole ledger beside the main thread: every checkpoint, every entry's number, predecessor, checksum and MAC, and
 * whether it still agrees with every anchor in the database and in the file outside it. `lib/audit/verify.ts` starts it.
 */
const SLICE = 2_000;
const { url, anchorFile, keys } = workerData;

let stopping = false;
parentPort.on('message', () => {
  stopping = true;
});

const ledger = await openLedger(url);
try {
  const verdict = await verify();
  if (verdict) parentPort.postMessage({ answer: verdict });
} finally {
  ledger.close();
  parentPort.close();
}

/** The verdict; undefined when it was asked to stop on the way. */
async function verify() {
  const checkpoints = await ledger.checkpoints();
  const heads = readHeads(anchorFile);
  // No spread: after a year or two there are more anchors than a call takes arguments.
  const lastAnchor = heads.reduce((last, { seq }) => Math.max(last, seq ?? 0), 0);
  const verdict = (checkedRows, verifiedTo, broken) => ({
    intact: !broken,
    checkedRows,
    verifiedTo,
    ...(broken && { broken }),
    lastAnchor,
  });

  const outside = brokenWitness(checkpoints, heads, { keys, anchorFile });
  if (outside) return verdict(0, 0, outside);
  // After a purge the stored chain begins where the purge ended.
  const start = checkpoints.filter(({ kind }) => kind === 'genesis' || kind === 'purge').at(-1);
  if (!start) return verdict(0, 0, await brokenStart(lastAnchor));

  const witnesses = witnessesOf(checkpoints, heads);
  let previous = { seq: start.toSeq, checksum: start.checksum };
  let checked = 0;
  for (;;) {
    const rows = await ledger.entriesAfter(previous.seq, SLICE);
    for (const row of rows) {
      const problem = problemOf(row, previous, witnesses, keys);
      if (problem) return verdict(checked, previous.seq, { seq: previous.seq + 1, problem });
      previous = { seq: row.seq, checksum: row.checksum };
      checked += 1;
    }
    parentPort.postMessage({ seq: previous.seq });
    if (rows.length < SLICE) break;
    await nextTurn();
    if (stopping) return undefined;
  }
  const furthest = checkpoints.reduce((last, { toSeq }) => Math.max(last, toSeq), lastAnchor);
  if (furthest <= previous.seq) return verdict(checked, previous.seq);
  const problem = `rows are missing at the end: an anchor knows row ${furthest}, the ledger ends at ${previous.seq}`;
  return verdict(checked, previous.seq, { seq: previous.seq + 1, problem });
}

async function brokenStart(lastAnchor) {
  const entry = await ledger.anyEntry();
  if (entry)
    return { seq: entry.seq, problem: 'the beginning of the chain (its first checkpoint) is missing' };
  if (lastAnchor === 0) return undefined;
  return { seq: 1, problem: `the ledger is empty, but an outside anchor knows row ${lastAnchor}` };
}
