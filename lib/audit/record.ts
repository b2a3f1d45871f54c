import 'server-only';
import { insertAuditRow, insertCheckpoint } from '@/db/audit/mutations';
import { findAuditHead, findChainStart } from '@/db/audit/queries';
import type { Tx } from '@/db/write';
import { keyring } from '@/lib/crypto/keyring';
import { newToken, sha256Hex } from '@/lib/crypto/token';
import { canonicalJson } from '@/lib/runtime/canonical-json.mjs';
import { nowIso } from '@/lib/runtime/clock';
import { newId } from '@/lib/runtime/ids';
import { chainMac, checkpointMac } from './chain';
import type { AuditEntry, AuditValue } from './entry';
import { type AuditBody, chainChecksum } from './proof.mjs';

const VALUE_LIMIT = 8 * 1024;

/**
 * Writes one row of the ledger inside `tx`, chained to its predecessor: the only insert into `audit_log`. Call it in the
 * transaction of the change itself, so that neither exists without the other. Returns the row's place in the chain.
 */
export async function recordAudit(tx: Tx, entry: AuditEntry): Promise<{ seq: number }> {
  const head = (await findAuditHead(tx)) ?? (await chainStart(tx));
  const body = bodyOf(entry, head.seq + 1);
  const checksum = chainChecksum(head.checksum, body);
  const keyId = keyring().activeId;
  await insertAuditRow(tx, {
    ...body,
    prevChecksum: head.checksum,
    checksum,
    mac: chainMac(checksum, keyId),
    keyId,
  });
  return { seq: body.seq };
}

function bodyOf(entry: AuditEntry, seq: number): AuditBody {
  const oldValue = storable(entry.oldValue);
  const newValue = storable(entry.newValue);
  return {
    id: newId(),
    seq,
    timestamp: nowIso(),
    entityType: entry.entityType,
    entityId: entry.entityId,
    entityName: clip(entry.entityName, 200),
    action: entry.action,
    outcome: entry.outcome ?? 'ok',
    intentSeq: entry.intentSeq ?? null,
    actorType: entry.actor.type,
    userId: entry.actor.userId,
    actorName: clip(entry.actor.name, 200) ?? '',
    serverId: entry.serverId ?? null,
    jobId: entry.jobId ?? null,
    sessionId: entry.actor.sessionId ?? null,
    requestId: entry.actor.requestId ?? null,
    clientIp: entry.actor.clientIp ?? null,
    userAgent: clip(entry.actor.userAgent, 300),
    oldValue,
    newValue,
    changedFields: changedFields(oldValue, newValue),
    changeReason: clip(entry.changeReason, 500),
  };
}

/** The value as it will be read back from the database (so that checksums agree), cut when it is too large to keep. */
function storable(value: AuditValue | undefined): AuditValue {
  if (value === undefined || value === null) return null;
  const text = JSON.stringify(value, (_key, member) =>
    typeof member === 'string' ? member.normalize('NFC') : member,
  );
  if (Buffer.byteLength(text) <= VALUE_LIMIT) return JSON.parse(text) as AuditValue;
  return { truncated: true, bytes: Buffer.byteLength(text), sha256: sha256Hex(text) };
}

function changedFields(before: AuditValue, after: AuditValue): string[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names]
    .filter((name) => canonicalJson(before?.[name] ?? null) !== canonicalJson(after?.[name] ?? null))
    .sort();
}

function clip(text: string | null | undefined, limit: number): string | null {
  return text === null || text === undefined ? null : text.normalize('NFC').slice(0, limit);
}

/** Row 1 follows the genesis checkpoint; after a purge the next row follows the purge's last checksum. */
async function chainStart(tx: Tx): Promise<{ seq: number; checksum: string }> {
  const known = await findChainStart(tx);
  if (known) return { seq: known.toSeq, checksum: known.checksum };
  const genesis = {
    id: newId(),
    kind: 'genesis' as const,
    fromSeq: 0,
    toSeq: 0,
    rowCount: 0,
    checksum: sha256Hex(`tomo-genesis\n${newToken()}`),
    digest: null,
    detail: null,
    keyId: keyring().activeId,
    createdAt: nowIso(),
  };
  await insertCheckpoint(tx, { ...genesis, mac: checkpointMac(genesis) });
  return { seq: 0, checksum: genesis.checksum };
}
