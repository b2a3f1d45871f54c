import type { AuditCheckpointRow, AuditRow } from '@/db/audit/tables';
import type { AuditHead } from './heads.mjs';

/** The columns that a checksum covers: all but the proof itself. */
export type AuditBody = Omit<AuditRow, 'prevChecksum' | 'checksum' | 'mac' | 'keyId'>;

export function chainChecksum(prevChecksum: string, body: AuditBody): string;
export function checkpointChecksum(row: Omit<AuditCheckpointRow, 'mac'>): string;
export function headChecksum(head: Omit<AuditHead, 'mac'>): string;
export function macOf(checksum: string, key: Uint8Array): string;
