import 'server-only';
import { insertCheckpoint } from '@/db/audit/mutations';
import { findAuditHead, findGenesis, findLastAnchor } from '@/db/audit/queries';
import { database } from '@/db/client';
import { write } from '@/db/write';
import { keyring } from '@/lib/crypto/keyring';
import { monotonicMs, nowIso } from '@/lib/runtime/clock';
import { newId } from '@/lib/runtime/ids';
import { singleton } from '@/lib/runtime/singleton';
import { checkpointMac } from './chain';
import { appendHead } from './heads-file';

const ROWS_PER_ANCHOR = 100;
const ANCHOR_EVERY_MS = 5 * 60_000;
const LOOK_EVERY_MS = 15_000;

/**
 * Remembers the newest row of the chain in the database and in the file outside it, if it is not remembered yet. Callers at
 * the same time take turns: two anchors of one row would look like a change by somebody else.
 */
export function anchorAudit(): Promise<void> {
  const last = turns();
  last.turn = last.turn.then(anchorNow, anchorNow);
  return last.turn;
}

const turns = () => singleton('audit.anchoring', () => ({ turn: Promise.resolve() }));

async function anchorNow(): Promise<void> {
  const [head, genesis] = [await findAuditHead(database()), await findGenesis(database())];
  const last = await findLastAnchor(database());
  if (!head || !genesis || (last && last.toSeq >= head.seq)) return;
  const keyId = keyring().activeId;
  const anchor = {
    id: newId(),
    kind: 'anchor' as const,
    fromSeq: (last?.toSeq ?? 0) + 1,
    toSeq: head.seq,
    rowCount: head.seq - (last?.toSeq ?? 0),
    checksum: head.checksum,
    digest: null,
    detail: null,
    keyId,
    createdAt: nowIso(),
  };
  // The file first: a crash between the two leaves a file that knows more than the database, which is no alarm.
  appendHead({ instance: genesis.id, seq: head.seq, checksum: head.checksum, at: anchor.createdAt, keyId });
  await write(async (tx) => {
    await insertCheckpoint(tx, { ...anchor, mac: checkpointMac(anchor) });
  });
}

/** Anchors after 100 new rows or after 5 minutes with news, and once more at `stop`. */
export function startAnchoring(onError: (error: unknown) => void): { stop(): Promise<void> } {
  let lastAt = monotonicMs();
  const look = async () => {
    const [head, last] = [await findAuditHead(database()), await findLastAnchor(database())];
    const news = (head?.seq ?? 0) - (last?.toSeq ?? 0);
    if (news < ROWS_PER_ANCHOR && (news === 0 || monotonicMs() - lastAt < ANCHOR_EVERY_MS)) return;
    await anchorAudit();
    lastAt = monotonicMs();
  };
  const timer = setInterval(() => look().catch(onError), LOOK_EVERY_MS);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await anchorAudit();
    },
  };
}
