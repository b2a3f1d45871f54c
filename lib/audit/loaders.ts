import 'server-only';
import { z } from 'zod';
import { type AuditFilter, findAuditEntry, findLastAnchor, listAuditPage } from '@/db/audit/queries';
import type { AuditRow } from '@/db/audit/tables';
import { database } from '@/db/client';
import { findLastOfKind } from '@/db/jobs/queries';
import type { Actor } from '@/lib/auth/actor';
import { can } from '@/lib/auth/permissions';
import { defineLoader } from '@/lib/procedures/loader';
import { auditActions, auditEntityTypes } from './entry';

/** One entry as people see it. */
export type AuditEntryView = Omit<AuditRow, 'mac' | 'keyId' | 'sessionId' | 'requestId'>;

const optional = <T extends z.ZodType>(rule: T) => rule.optional().catch(undefined);

/** What the ledger can be narrowed by. */
export const auditListQuery = z.object({
  type: optional(z.enum(auditEntityTypes)),
  action: optional(z.enum(auditActions)),
  outcome: optional(z.enum(['intent', 'ok', 'denied', 'failed', 'unknown'])),
  server: optional(z.uuid()),
  entity: optional(z.string().max(80)),
  from: optional(z.iso.date()),
  to: optional(z.iso.date()),
  before: optional(z.coerce.number().int().positive()),
  after: optional(z.coerce.number().int().positive()),
  entry: optional(z.coerce.number().int().positive()),
  size: z.coerce.number().int().min(1).max(100).catch(50).default(50),
});

/** One page of the ledger, newest first, as far as the person may see it. */
export const loadAuditPage = defineLoader(
  'audit.read',
  async (actor, query: z.output<typeof auditListQuery>) => {
    const filter: AuditFilter = {
      ...scopeOf(actor),
      entityType: query.type,
      action: query.action,
      outcome: query.outcome,
      serverId: query.server,
      entityId: query.entity,
      from: query.from,
      to: query.to ? `${query.to}T23:59:59.999Z` : undefined,
    };
    const rows = await listAuditPage(database(), filter, {
      beforeSeq: query.before,
      afterSeq: query.after,
      limit: query.size + 1,
    });
    // Paging back reads the older side first, so the surplus row is at the top.
    const hasMore = rows.length > query.size;
    const page = hasMore ? (query.after ? rows.slice(1) : rows.slice(0, query.size)) : rows;
    const mayVerify = can(actor.role, 'audit.verify');
    const anchor = mayVerify ? await findLastAnchor(database()) : undefined;
    const verified = mayVerify ? await findLastOfKind(database(), 'audit.verify', 'completed') : undefined;
    return {
      entries: page.map(entryView),
      older: query.after || hasMore ? (page.at(-1)?.seq ?? null) : null,
      newer: query.before || (query.after && hasMore) ? (page[0]?.seq ?? null) : null,
      mayVerify,
      seesAll: can(actor.role, 'audit.read_all'),
      lastAnchor: anchor ? { seq: anchor.toSeq, at: anchor.createdAt } : null,
      lastVerified: verified ? { seq: verifiedTo(verified.result), at: verified.finishedAt } : null,
    };
  },
);

/** One entry with its values, if the person may see it. */
export const loadAuditEntry = defineLoader(
  'audit.read',
  async (actor, seq: number): Promise<AuditEntryView | null> => {
    const row = await findAuditEntry(database(), seq);
    const scope = scopeOf(actor);
    const visible =
      row &&
      (scope.scope === 'all' ||
        row.userId === actor.userId ||
        (scope.entityTypes?.includes(row.entityType) ?? false));
    return visible ? entryView(row) : null;
  },
);

function verifiedTo(result: unknown): number {
  return (result as { verifiedTo?: number } | null)?.verifiedTo ?? 0;
}

function scopeOf(actor: Actor): Pick<AuditFilter, 'scope' | 'userId' | 'entityTypes'> {
  if (can(actor.role, 'audit.read_all')) return { scope: 'all' };
  if (can(actor.role, 'servers.operate'))
    return { scope: 'own_or_types', userId: actor.userId, entityTypes: ['server', 'preparation', 'app'] };
  return { scope: 'own', userId: actor.userId };
}

function entryView(row: AuditRow): AuditEntryView {
  const { mac: _mac, keyId: _keyId, sessionId: _sessionId, requestId: _requestId, ...view } = row;
  return view;
}
