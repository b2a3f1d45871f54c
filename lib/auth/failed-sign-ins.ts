import 'server-only';
import { write } from '@/db/write';
import type { AuditActor } from '@/lib/audit/entry';
import { recordAudit } from '@/lib/audit/record';
import { logWarning } from '@/lib/log/logger';
import { messageOf } from '@/lib/runtime/errors';
import { singleton } from '@/lib/runtime/singleton';

/** A refused sign-in, as the ledger tells it. */
export type FailedSignIn = {
  actor: AuditActor;
  /** Id of the user, or a keyed hash of a name that nobody has: what was typed may be a password. */
  entityId: string;
  entityName: string | null;
  reason: 'credentials' | 'throttled' | 'held' | 'token';
};

const WINDOW_MS = 60_000;
const ROWS_PER_KEY = 5;
const ROWS_IN_ALL = 25;

type Minute = {
  startedAt: number;
  rows: number;
  perKey: Map<string, number>;
  folded: number;
  last: FailedSignIn | undefined;
};

const minute = () =>
  singleton(
    'auth.failed-minute',
    (): Minute => ({ startedAt: 0, rows: 0, perKey: new Map(), folded: 0, last: undefined }),
  );

/**
 * Records a refused sign-in. Strangers must not be able to fill the ledger: after five of one name in a minute, or 25 of
 * all names, the rest of that minute becomes one row with a count.
 */
export async function recordFailedSignIn(failure: FailedSignIn): Promise<void> {
  const current = minute();
  if (Date.now() - current.startedAt >= WINDOW_MS) {
    await recordFolded();
    Object.assign(current, { startedAt: Date.now(), rows: 0 });
    current.perKey.clear();
  }
  const seen = current.perKey.get(failure.entityId) ?? 0;
  if (seen >= ROWS_PER_KEY || current.rows >= ROWS_IN_ALL) {
    if (current.folded === 0) setTimeout(recordFolded, WINDOW_MS).unref();
    current.folded += 1;
    current.last = failure;
    return;
  }
  current.perKey.set(failure.entityId, seen + 1);
  current.rows += 1;
  await record(failure, { reason: failure.reason });
}

/** Writes the row for what was folded, if anything was; also called when the process stops. */
export async function recordFolded(): Promise<void> {
  const current = minute();
  const { folded, last } = current;
  Object.assign(current, { folded: 0, last: undefined });
  if (!last || folded === 0) return;
  await record(last, { reason: 'repeated', attempts: folded }).catch((error: unknown) => {
    logWarning('auth', 'Refused sign-ins could not be recorded', {
      attempts: folded,
      reason: messageOf(error),
    });
  });
}

async function record(
  { actor, entityId, entityName }: FailedSignIn,
  newValue: Record<string, unknown>,
): Promise<void> {
  await write((tx) =>
    recordAudit(tx, {
      actor,
      entityType: 'auth',
      entityId,
      entityName,
      action: 'login_failed',
      outcome: 'denied',
      newValue,
    }),
  );
}
