import 'server-only';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { findAuditHead, findChainStart, listChainAfter, listCheckpoints } from '@/db/audit/queries';
import type { AuditCheckpointRow, AuditRow } from '@/db/audit/tables';
import { database } from '@/db/client';
import { env } from '@/lib/runtime/env';
import { chainChecksum, chainMac, checkpointMac } from './chain';
import { headMac, readHeads } from './heads-file';

const SLICE = 500;

export type AuditVerdict = {
  intact: boolean;
  /** Rows looked at. */
  checkedRows: number;
  /** The newest row that was found sound, 0 when none. */
  verifiedTo: number;
  /** The first place where the ledger does not hold, and what is wrong there. */
  broken?: { seq: number; problem: string };
  /** The newest row known outside the database. */
  lastAnchor: number;
};

/**
 * Checks the whole ledger: every checkpoint, every row's number, predecessor, checksum and MAC, and whether it still
 * agrees with every anchor in the database and in the file outside it.
 */
export async function verifyAudit(
  options: { onProgress?: (seq: number) => void } = {},
): Promise<AuditVerdict> {
  const checkpoints = await listCheckpoints(database());
  const start = await findChainStart(database());
  const heads = readHeads();
  // No spread: after a year or two there are more anchors than a call takes arguments.
  const lastAnchor = heads.reduce((last, head) => Math.max(last, 'seq' in head ? head.seq : 0), 0);
  const verdict = (
    checkedRows: number,
    verifiedTo: number,
    broken?: AuditVerdict['broken'],
  ): AuditVerdict => ({
    intact: !broken,
    checkedRows,
    verifiedTo,
    broken,
    lastAnchor,
  });

  const outside = brokenWitness(checkpoints, heads);
  if (outside) return verdict(0, 0, outside);
  if (!start) {
    const head = await findAuditHead(database());
    if (head)
      return verdict(0, 0, {
        seq: head.seq,
        problem: 'the beginning of the chain (its first checkpoint) is missing',
      });
    if (lastAnchor > 0)
      return verdict(0, 0, {
        seq: 1,
        problem: `the ledger is empty, but an outside anchor knows row ${lastAnchor}`,
      });
    return verdict(0, 0);
  }

  const witnesses = witnessesOf(checkpoints, heads);
  let previous = { seq: start.toSeq, checksum: start.checksum };
  let checked = 0;
  for (;;) {
    const rows = await listChainAfter(database(), previous.seq, SLICE);
    for (const row of rows) {
      const problem = problemOf(row, previous, witnesses);
      if (problem) return verdict(checked, previous.seq, { seq: previous.seq + 1, problem });
      previous = { seq: row.seq, checksum: row.checksum };
      checked += 1;
    }
    options.onProgress?.(previous.seq);
    if (rows.length < SLICE) break;
    await nextTurn();
  }
  const furthest = checkpoints.reduce((last, { toSeq }) => Math.max(last, toSeq), lastAnchor);
  if (furthest > previous.seq) {
    const problem = `rows are missing at the end: an anchor knows row ${furthest}, the ledger ends at ${previous.seq}`;
    return verdict(checked, previous.seq, { seq: previous.seq + 1, problem });
  }
  return verdict(checked, previous.seq);
}

function problemOf(
  row: AuditRow,
  previous: { seq: number; checksum: string },
  witnesses: Map<number, string>,
): string | undefined {
  if (row.seq !== previous.seq + 1) return `row ${previous.seq + 1} is missing`;
  if (row.prevChecksum !== previous.checksum) return 'it does not follow the row before it';
  if (row.checksum !== chainChecksum(row.prevChecksum, row))
    return 'its content was changed after it was written';
  if (row.mac !== safeMac(row.checksum, row.keyId))
    return 'it was not written by this instance (wrong signature)';
  const witness = witnesses.get(row.seq);
  if (witness !== undefined && witness !== row.checksum)
    return 'an anchor remembers another row in this place';
  return undefined;
}

function brokenWitness(
  checkpoints: AuditCheckpointRow[],
  heads: ReturnType<typeof readHeads>,
): AuditVerdict['broken'] {
  for (const checkpoint of checkpoints) {
    if (checkpoint.mac !== safeCheckpointMac(checkpoint)) {
      return {
        seq: checkpoint.toSeq,
        problem: `the ${checkpoint.kind} checkpoint was changed after it was written`,
      };
    }
  }
  let prev: string | null = null;
  for (const [index, head] of heads.entries()) {
    const line = `line ${index + 1} of ${env().auditAnchorFile}`;
    if ('damaged' in head) return { seq: 0, problem: `${line} is damaged` };
    const { mac, ...body } = head;
    if (mac !== safeHeadMac(body))
      return { seq: head.seq, problem: `${line} was changed after it was written` };
    if (head.prev !== prev) return { seq: head.seq, problem: `${line} does not follow the line before it` };
    prev = mac;
  }
  const anchored = checkpoints.filter((checkpoint) => checkpoint.kind === 'anchor').at(-1);
  const known = heads.some((head) => 'seq' in head && anchored && head.seq >= anchored.toSeq);
  if (anchored && !known) {
    return {
      seq: anchored.toSeq,
      problem: `the anchor file ${env().auditAnchorFile} is missing or shorter than the database remembers`,
    };
  }
  return undefined;
}

function witnessesOf(
  checkpoints: AuditCheckpointRow[],
  heads: ReturnType<typeof readHeads>,
): Map<number, string> {
  const anchors = checkpoints.filter((checkpoint) => checkpoint.kind === 'anchor');
  const outside = heads.flatMap((head) => ('seq' in head ? [[head.seq, head.checksum] as const] : []));
  return new Map([...anchors.map((anchor) => [anchor.toSeq, anchor.checksum] as const), ...outside]);
}

// A row may name a key that the keyring does not have; that is a finding, not a crash.
function safeMac(checksum: string, keyId: string): string | undefined {
  return attempt(() => chainMac(checksum, keyId));
}

function safeCheckpointMac(checkpoint: AuditCheckpointRow): string | undefined {
  return attempt(() => checkpointMac(checkpoint));
}

function safeHeadMac(head: Parameters<typeof headMac>[0]): string | undefined {
  return attempt(() => headMac(head));
}

function attempt(make: () => string): string | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
