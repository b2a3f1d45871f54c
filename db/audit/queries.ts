import { and, asc, desc, eq, gt, gte, inArray, lt, lte, or, type SQL } from 'drizzle-orm';
import type { Reader } from '../client';
import { auditCheckpoints, auditLog } from './tables';

/** The newest row of the ledger: its sequence number and checksum. */
export async function findAuditHead(db: Reader): Promise<{ seq: number; checksum: string } | undefined> {
  const [head] = await db
    .select({ seq: auditLog.seq, checksum: auditLog.checksum })
    .from(auditLog)
    .orderBy(desc(auditLog.seq))
    .limit(1);
  return head;
}

/** The checkpoint after which the stored chain begins: the newest purge, else genesis. */
export async function findChainStart(db: Reader) {
  const [start] = await db
    .select()
    .from(auditCheckpoints)
    .where(inArray(auditCheckpoints.kind, ['genesis', 'purge']))
    .orderBy(desc(auditCheckpoints.toSeq), desc(auditCheckpoints.createdAt))
    .limit(1);
  return start;
}

/** The checkpoint that made this instance; its id is the instance id. */
export async function findGenesis(db: Reader) {
  const [genesis] = await db
    .select()
    .from(auditCheckpoints)
    .where(eq(auditCheckpoints.kind, 'genesis'))
    .limit(1);
  return genesis;
}

/** The newest anchor. */
export async function findLastAnchor(db: Reader) {
  const [anchor] = await db
    .select()
    .from(auditCheckpoints)
    .where(eq(auditCheckpoints.kind, 'anchor'))
    .orderBy(desc(auditCheckpoints.toSeq))
    .limit(1);
  return anchor;
}

/** The newest entry about a type of thing with that act and outcome. */
export async function findLastAudit(
  db: Reader,
  { entityType, action, outcome }: { entityType: string; action: string; outcome: 'ok' },
) {
  const [row] = await db
    .select()
    .from(auditLog)
    .where(
      and(eq(auditLog.entityType, entityType), eq(auditLog.action, action), eq(auditLog.outcome, outcome)),
    )
    .orderBy(desc(auditLog.seq))
    .limit(1);
  return row;
}

/** Up to `limit` rows of the chain after `seq`, in order. */
export async function listChainAfter(db: Reader, seq: number, limit: number) {
  return db.select().from(auditLog).where(gt(auditLog.seq, seq)).orderBy(asc(auditLog.seq)).limit(limit);
}

/** One entry of the ledger. */
export async function findAuditEntry(db: Reader, seq: number) {
  const [row] = await db.select().from(auditLog).where(eq(auditLog.seq, seq)).limit(1);
  return row;
}

export type AuditFilter = {
  /** Only entries on these types of things; undefined: all. */
  entityTypes?: string[];
  /** Also (or only, with `onlyUser`) entries of this person. */
  userId?: string;
  scope: 'all' | 'own' | 'own_or_types';
  entityType?: string;
  action?: string;
  outcome?: string;
  actorId?: string;
  serverId?: string;
  entityId?: string;
  from?: string;
  to?: string;
};

/** One page of the ledger, newest first: up to `limit` rows before `beforeSeq` (or after `afterSeq`, for paging back). */
export async function listAuditPage(
  db: Reader,
  filter: AuditFilter,
  page: { beforeSeq?: number; afterSeq?: number; limit: number },
) {
  const where = and(
    scopeOf(filter),
    filter.entityType ? eq(auditLog.entityType, filter.entityType) : undefined,
    filter.action ? eq(auditLog.action, filter.action) : undefined,
    filter.outcome ? eq(auditLog.outcome, filter.outcome as 'ok') : undefined,
    filter.actorId ? eq(auditLog.userId, filter.actorId) : undefined,
    filter.serverId ? eq(auditLog.serverId, filter.serverId) : undefined,
    filter.entityId ? eq(auditLog.entityId, filter.entityId) : undefined,
    filter.from ? gte(auditLog.timestamp, filter.from) : undefined,
    filter.to ? lte(auditLog.timestamp, filter.to) : undefined,
    page.beforeSeq ? lt(auditLog.seq, page.beforeSeq) : undefined,
    page.afterSeq ? gt(auditLog.seq, page.afterSeq) : undefined,
  );
  if (page.afterSeq) {
    const rows = await db.select().from(auditLog).where(where).orderBy(asc(auditLog.seq)).limit(page.limit);
    return rows.reverse();
  }
  return db.select().from(auditLog).where(where).orderBy(desc(auditLog.seq)).limit(page.limit);
}

function scopeOf(filter: AuditFilter): SQL | undefined {
  const own = eq(auditLog.userId, filter.userId ?? '');
  if (filter.scope === 'own') return own;
  if (filter.scope === 'own_or_types') return or(own, inArray(auditLog.entityType, filter.entityTypes ?? []));
  return undefined;
}
