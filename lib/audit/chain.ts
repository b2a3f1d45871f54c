import 'server-only';
import { createHmac } from 'node:crypto';
import type { AuditCheckpointRow, AuditRow } from '@/db/audit/tables';
import { keyring } from '@/lib/crypto/keyring';
import { sha256Hex } from '@/lib/crypto/token';
import { canonicalJson } from '@/lib/runtime/canonical-json';

/** The columns that a checksum covers: all but the proof itself. */
export type AuditBody = Omit<AuditRow, 'prevChecksum' | 'checksum' | 'mac' | 'keyId'>;

/** SHA-256 over the version line, the predecessor's checksum and the canonical JSON of the row, hex. */
export function chainChecksum(prevChecksum: string, body: AuditBody): string {
  return sha256Hex(`tomo-audit-v1\n${prevChecksum}\n${canonicalJson(columnsOf(body))}`);
}

/** HMAC-SHA-256 of a checksum under the audit key of `keyId`, hex: without the key nobody can recompute the chain. */
export function chainMac(checksum: string, keyId: string): string {
  return createHmac('sha256', keyring().derive('tomo/audit-mac/v1', keyId)).update(checksum).digest('hex');
}

/** HMAC-SHA-256 over everything a checkpoint says, hex. */
export function checkpointMac(row: Omit<AuditCheckpointRow, 'mac'>): string {
  const { id, kind, fromSeq, toSeq, rowCount, checksum, digest, detail, createdAt } = row;
  const said = canonicalJson({ id, kind, fromSeq, toSeq, rowCount, checksum, digest, detail, createdAt });
  return chainMac(sha256Hex(`tomo-checkpoint-v1\n${said}`), row.keyId);
}

function columnsOf(body: AuditBody): Record<string, unknown> {
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
