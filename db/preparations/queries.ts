import { and, asc, desc, eq, gt, inArray, lt, lte, ne, sql } from 'drizzle-orm';
import type { Reader } from '../client';
import { jobs } from '../jobs/tables';
import { users } from '../users/tables';
import { preparationLogs, type ServerPreparationRow, serverPreparations } from './tables';

/** One preparation. */
export async function findPreparation(db: Reader, id: string) {
  const [row] = await db.select().from(serverPreparations).where(eq(serverPreparations.id, id)).limit(1);
  return row;
}

/** The preparation that a job carries out. */
export async function findPreparationOfJob(db: Reader, jobId: string) {
  const [row] = await db
    .select()
    .from(serverPreparations)
    .where(eq(serverPreparations.jobId, jobId))
    .limit(1);
  return row;
}

/** The run about a server (a preparation, a plan, an undo) that waits or runs, with its job. */
export async function findActivePreparation(db: Reader, serverId: string) {
  const [row] = await db
    .select({ preparation: serverPreparations, dedupeKey: jobs.dedupeKey })
    .from(serverPreparations)
    .leftJoin(jobs, eq(jobs.id, serverPreparations.jobId))
    .where(
      and(
        eq(serverPreparations.serverId, serverId),
        inArray(serverPreparations.status, ['pending', 'running']),
      ),
    )
    .limit(1);
  return row && { ...row.preparation, dedupeKey: row.dedupeKey };
}

/** The newest run that may have changed a server: a preparation or an undo. */
export async function findLatestChange(db: Reader, serverId: string) {
  const [row] = await db
    .select({ id: serverPreparations.id, createdAt: serverPreparations.createdAt })
    .from(serverPreparations)
    .where(
      and(eq(serverPreparations.serverId, serverId), inArray(serverPreparations.kind, ['install', 'remove'])),
    )
    .orderBy(desc(serverPreparations.createdAt), desc(serverPreparations.id))
    .limit(1);
  return row;
}

/** Preparations of a server (or of all), newest first, with who asked. */
export async function listPreparations(
  db: Reader,
  filter: { serverId?: string; kind?: ServerPreparationRow['kind'] },
  limit: number,
) {
  return db
    .select({
      preparation: serverPreparations,
      requestedBy: users.displayName,
      requestedByName: users.username,
    })
    .from(serverPreparations)
    .leftJoin(users, eq(users.id, serverPreparations.requestedBy))
    .where(
      and(
        filter.serverId ? eq(serverPreparations.serverId, filter.serverId) : undefined,
        filter.kind ? eq(serverPreparations.kind, filter.kind) : undefined,
      ),
    )
    .orderBy(desc(serverPreparations.createdAt), desc(serverPreparations.id))
    .limit(limit);
}

const line = {
  seq: preparationLogs.seq,
  step: preparationLogs.step,
  stream: preparationLogs.stream,
  level: preparationLogs.level,
  message: preparationLogs.message,
  timestamp: preparationLogs.timestamp,
};

/** Lines of a preparation after `seq`, in order. */
export async function listPreparationLinesAfter(
  db: Reader,
  preparationId: string,
  seq: number,
  limit: number,
) {
  return db
    .select(line)
    .from(preparationLogs)
    .where(and(eq(preparationLogs.preparationId, preparationId), gt(preparationLogs.seq, seq)))
    .orderBy(asc(preparationLogs.seq))
    .limit(limit);
}

/** The last lines of a preparation before `seq`, in order. */
export async function listPreparationLinesBefore(
  db: Reader,
  preparationId: string,
  seq: number,
  limit: number,
) {
  const rows = await db
    .select(line)
    .from(preparationLogs)
    .where(and(eq(preparationLogs.preparationId, preparationId), lt(preparationLogs.seq, seq)))
    .orderBy(desc(preparationLogs.seq))
    .limit(limit);
  return rows.reverse();
}

/** The oldest lines of output after `seq` with the bytes of each, in order. */
export async function listPreparationOutputSizes(
  db: Reader,
  preparationId: string,
  seq: number,
  limit: number,
) {
  return db
    .select({
      seq: preparationLogs.seq,
      bytes: sql<number>`length(CAST(${preparationLogs.message} AS BLOB))`,
    })
    .from(preparationLogs)
    .where(
      and(
        eq(preparationLogs.preparationId, preparationId),
        gt(preparationLogs.seq, seq),
        ne(preparationLogs.stream, 'event'),
      ),
    )
    .orderBy(asc(preparationLogs.seq))
    .limit(limit);
}

/** Numbers of the lines in `(after, to]` that contain `pattern` (a LIKE pattern, escaped by `\\`), in order. */
export async function matchPreparationLines(
  db: Reader,
  preparationId: string,
  after: number,
  to: number,
  pattern: string,
) {
  const rows = await db
    .select({ seqs: sql<string>`json_group_array(${preparationLogs.seq})` })
    .from(preparationLogs)
    .where(
      and(
        eq(preparationLogs.preparationId, preparationId),
        gt(preparationLogs.seq, after),
        lte(preparationLogs.seq, to),
        sql`${preparationLogs.message} LIKE ${pattern} ESCAPE '\\'`,
      ),
    );
  return JSON.parse(rows[0]?.seqs ?? '[]') as number[];
}
