import type { Meaning } from '@/db/meaning';
import type { auditCheckpoints, auditLog } from './tables';

export const auditLogMeaning: Meaning<typeof auditLog> = {
  about:
    'Who did what: a chain that only grows. Triggers refuse every UPDATE, every DELETE that no purge checkpoint covers, and every number but the next. References are no foreign keys (except the person), because what they name may vanish and the row may not change.',
  columns: {
    seq: 'place in the chain',
    timestamp: 'when',
    entityType: 'kind of thing',
    entityId: 'which one; a keyed hash for unknown user names',
    entityName: 'its name at that time',
    action: 'lower-case verb',
    outcome: '`intent` comes before an effect outside the database, the outcome after it',
    intentSeq: 'row of the intent this is the outcome of',
    actorType: 'kind of actor',
    userId: 'the person, if one',
    actorName: 'name at that time',
    serverId: 'server concerned',
    jobId: 'job concerned',
    sessionId: 'sign-in used',
    requestId: 'request, as in the system log',
    clientIp: 'address of the browser',
    userAgent: 'browser',
    oldValue: 'before, secrets as `[redacted]`',
    newValue: 'after, secrets as `[redacted]`',
    changedFields: 'names of the fields that differ',
    changeReason: 'why, in the person’s words, at most 500 characters',
    prevChecksum: 'checksum of the row before',
    checksum: 'SHA-256 over the previous checksum and the canonical row',
    mac: 'HMAC-SHA-256 of the checksum under the audit key',
    keyId: 'key of the mac',
  },
};

export const auditCheckpointsMeaning: Meaning<typeof auditCheckpoints> = {
  about:
    'Witnesses of the chain: its start, its head from time to time, what stands in for purged rows, and restores. Triggers refuse every UPDATE and the DELETE of everything but anchors behind a purge.',
  columns: {
    id: 'UUIDv7; that of `genesis` is the id of the instance',
    kind: 'what it witnesses',
    fromSeq: 'first row covered',
    toSeq: 'last row covered',
    rowCount: 'rows covered',
    checksum: 'checksum of the last row covered',
    digest: 'digest over the checksums of purged rows',
    detail: 'for `restore`: both heads',
    mac: 'HMAC-SHA-256 under the audit key',
    keyId: 'key of the mac',
  },
};
