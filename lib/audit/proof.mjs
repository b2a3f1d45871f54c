import { createHash, createHmac } from 'node:crypto';
import { canonicalJson } from '../runtime/canonical-json.mjs';

/*
 * What proves the ledger, as values: which bytes a checksum covers, and the MAC over it. Plain JavaScript, because the thread
 * that verifies and the code that writes must agree to the byte. `lib/audit/chain.ts` binds it to the keyring.
 */

/**
 * SHA-256 over the version line, the predecessor's checksum and the canonical JSON of the row, hex.
 *
 * @param {string} prevChecksum
 * @param {import('./proof.mjs').AuditBody} body
 */
export function chainChecksum(prevChecksum, body) {
  return sha256Hex(`tomo-audit-v1\n${prevChecksum}\n${canonicalJson(columnsOf(body))}`);
}

/**
 * Checksum of everything that a checkpoint says, hex.
 *
 * @param {Omit<import('@/db/audit/tables').AuditCheckpointRow, 'mac'>} row
 */
export function checkpointChecksum(row) {
  const { id, kind, fromSeq, toSeq, rowCount, checksum, digest, detail, createdAt } = row;
  const said = canonicalJson({ id, kind, fromSeq, toSeq, rowCount, checksum, digest, detail, createdAt });
  return sha256Hex(`tomo-checkpoint-v1\n${said}`);
}

/**
 * Checksum of one line of the anchor file, hex. The line names its predecessor, so none can be dropped from the middle.
 *
 * @param {Omit<import('./heads.mjs').AuditHead, 'mac'>} head
 */
export function headChecksum(head) {
  return sha256Hex(`tomo-head-v1\n${canonicalJson(head)}`);
}

/**
 * HMAC-SHA-256 of a checksum, hex: without the key nobody can recompute the chain.
 *
 * @param {string} checksum
 * @param {Uint8Array} key the sub-key `tomo/audit-mac/v1`
 */
export function macOf(checksum, key) {
  return createHmac('sha256', key).update(checksum).digest('hex');
}

function sha256Hex(text) {
  return createHash('sha256').update(text).digest('hex');
}

function columnsOf(body) {
  return {
    id: body.id,
    seq: body.seq,
    timestamp: body.timestamp,
    entity_type: body.entityType,
    entity_id: body.entityId,
    entity_name: body.entityName,
    action: body.action,
    outcome: body.outcome,
    intent_seq: body.intentSeq,
    actor_type: body.actorType,
    user_id: body.userId,
    actor_name: body.actorName,
    server_id: body.serverId,
    job_id: body.jobId,
    session_id: body.sessionId,
    request_id: body.requestId,
    client_ip: body.clientIp,
    user_agent: body.userAgent,
    old_value: body.oldValue,
    new_value: body.newValue,
    changed_fields: body.changedFields,
    change_reason: body.changeReason,
  };
}
