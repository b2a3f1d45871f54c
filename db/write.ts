import 'server-only';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Transaction } from '@libsql/client/sqlite3';
import { isBallastSpent, spendBallast } from '@/db/ballast';
import { type Reader, writerConnection } from '@/db/client';
import { diskFull, isDiskFull, storageFailure } from '@/db/failure';
import { type Orm, ormOver } from '@/db/orm';
import { type Lane, writerQueue } from '@/db/writer-queue';
import { singleton } from '@/lib/runtime/singleton';

declare const madeByWrite: unique symbol;

/** An open transaction. Only `write` makes one, so a function that takes a `Tx` cannot change rows outside of it. */
export type Tx = Reader &
  Pick<Orm, 'insert' | 'update' | 'delete' | 'run'> & { readonly [madeByWrite]: true };

const DEADLINE_MS = 30_000;

/**
 * Runs `fn` in one transaction, alone in this process, and commits when it resolves; the result is that of `fn`. This is
 * the only way to change a row. What `fn` throws rolls everything back and is thrown again. Inside `fn` await nothing but
 * the database: everyone else waits meanwhile, and after 30 s the transaction is given up.
 *
 * The lane `bulk` is for lines and metrics; it waits while interactive work waits. `upkeep` waits likewise: purges and the
 * system log. When the disk is full, the reserve of the data folder is given up for everything but `bulk`, and `fn` runs once
 * more; until there is room again, `bulk` is refused. Throws TomoError `unavailable` when the disk is full, the file is
 * read-only or damaged, or another program holds it for 30 s.
 */
export function write<T>(fn: (tx: Tx) => Promise<T>, options: { lane?: Lane } = {}): Promise<T> {
  if (scope().getStore()?.open) {
    return Promise.reject(
      new Error('write() inside write() would wait for itself: pass the open transaction on instead.'),
    );
  }
  const lane = options.lane ?? 'interactive';
  return writerQueue().run(lane, () => (lane === 'bulk' ? transactWithRoom(fn) : transactAnyway(fn)));
}

async function transactWithRoom<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
  if (isBallastSpent()) throw diskFull();
  return transact(fn);
}

async function transactAnyway<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await transact(fn);
  } catch (error) {
    if (!isDiskFull(error) || !spendBallast()) throw error;
    return transact(fn);
  }
}

async function transact<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
  const connection = writerConnection();
  const transaction = await connection.begin();
  try {
    const result = await beforeDeadline(fn, transaction);
    await transaction.commit();
    return result;
  } catch (error) {
    const failure = storageFailure(error);
    const rolledBack = await rollBack(transaction);
    // A new connection notices that the disk has space again, or that the file came back.
    if (failure || !rolledBack) await connection.close();
    throw failure ?? error;
  }
}

async function beforeDeadline<T>(fn: (tx: Tx) => Promise<T>, transaction: Transaction): Promise<T> {
  const inside = { open: true };
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('A transaction was given up after 30 seconds.')), DEADLINE_MS);
  });
  try {
    const tx = ormOver(transaction) as Orm & { readonly [madeByWrite]: true };
    return await Promise.race([scope().run(inside, () => fn(tx)), tooLate]);
  } finally {
    // What `fn` started and did not await may write by itself from here on.
    inside.open = false;
    clearTimeout(timer);
  }
}

/** False when there was nothing left to roll back: SQLite did it (disk full), or the connection is gone. */
async function rollBack(transaction: Transaction): Promise<boolean> {
  try {
    await transaction.rollback();
    return true;
  } catch {
    return false;
  }
}

// Knows whether the code that runs was called by the `fn` of an open transaction.
function scope() {
  return singleton('write-scope', () => new AsyncLocalStorage<{ open: boolean }>());
}
