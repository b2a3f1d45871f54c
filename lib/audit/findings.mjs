import { chainChecksum, checkpointChecksum, headChecksum, macOf } from './proof.mjs';

/*
 * What can be wrong with a ledger, each in the words that people read. `keys` are the audit keys of the keyring by their
 * ids: a row that names a key that is not there is a finding, not a crash.
 */

/**
 * The first thing wrong with what vouches for the chain: checkpoints in the database and lines of the anchor file.
 *
 * @param {import('@/db/audit/tables').AuditCheckpointRow[]} checkpoints oldest first
 * @param {(import('./heads.mjs').AuditHead | { damaged: number })[]} heads oldest first
 * @param {{ keys: Record<string, Uint8Array>, anchorFile: string }} about
 * @returns {{ seq: number, problem: string } | undefined}
 */
export function brokenWitness(checkpoints, heads, { keys, anchorFile }) {
  for (const checkpoint of checkpoints) {
    if (!isSigned(checkpoint, checkpointChecksum, keys))
      return {
        seq: checkpoint.toSeq,
        problem: `the ${checkpoint.kind} checkpoint was changed after it was written`,
      };
  }
  let prev = null;
  for (const [index, head] of heads.entries()) {
    const line = `line ${index + 1} of ${anchorFile}`;
    if ('damaged' in head) return { seq: 0, problem: `${line} is damaged` };
    if (!isSigned(head, withoutMac, keys))
      return { seq: head.seq, problem: `${line} was changed after it was written` };
    if (head.prev !== prev) return { seq: head.seq, problem: `${line} does not follow the line before it` };
    prev = head.mac;
  }
  const anchored = checkpoints.filter(({ kind }) => kind === 'anchor').at(-1);
  if (!anchored || heads.some((head) => head.seq >= anchored.toSeq)) return undefined;
  return {
    seq: anchored.toSeq,
    problem: `the anchor file ${anchorFile} is missing or shorter than the database remembers`,
  };
}

/**
 * The checksum that each anchor remembers of an entry.
 *
 * @param {import('@/db/audit/tables').AuditCheckpointRow[]} checkpoints
 * @param {import('./heads.mjs').AuditHead[]} heads
 * @returns {Map<number, string>}
 */
export function witnessesOf(checkpoints, heads) {
  const anchors = checkpoints.filter(({ kind }) => kind === 'anchor');
  return new Map([
    ...anchors.map(({ toSeq, checksum }) => [toSeq, checksum]),
    ...heads.map(({ seq, checksum }) => [seq, checksum]),
  ]);
}

/**
 * What is wrong with an entry in its place; undefined when it is sound.
 *
 * @param {import('@/db/audit/tables').AuditRow & { damaged?: true }} row
 * @param {{ seq: number, checksum: string }} previous
 * @param {Map<number, string>} witnesses
 * @param {Record<string, Uint8Array>} keys
 */
export function problemOf(row, previous, witnesses, keys) {
  if (row.seq !== previous.seq + 1) return `row ${previous.seq + 1} is missing`;
  if (row.prevChecksum !== previous.checksum) return 'it does not follow the row before it';
  if (row.damaged || row.checksum !== chainChecksum(row.prevChecksum, row))
    return 'its content was changed after it was written';
  if (!isSigned(row, ({ checksum }) => checksum, keys))
    return 'it was not written by this instance (wrong signature)';
  const witness = witnesses.get(row.seq);
  if (witness !== undefined && witness !== row.checksum)
    return 'an anchor remembers another row in this place';
  return undefined;
}

/** Throws of a value that canonical JSON cannot hold count as a wrong signature. */
function isSigned(signed, checksumOf, keys) {
  const key = Object.hasOwn(keys, signed.keyId) ? keys[signed.keyId] : undefined;
  try {
    return key !== undefined && signed.mac === macOf(checksumOf(signed), key);
  } catch {
    return false;
  }
}

function withoutMac({ mac: _mac, ...said }) {
  return headChecksum(said);
}
