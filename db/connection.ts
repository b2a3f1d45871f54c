import 'server-only';
import {
  type Client,
  createClient,
  type InStatement,
  type ResultSet,
  type Transaction,
} from '@libsql/client/sqlite3';
import { cannotOpen, isBusy, isClosed, storageFailure } from '@/db/failure';
import { prepareFile } from '@/db/files';
import { monotonicMs, sleep } from '@/lib/runtime/clock';
import { TomoError } from '@/lib/runtime/errors';

const PATIENCE_MS = 30_000;

/** What every connection must say about itself, whatever the defaults of the library are. */
const PRAGMAS = {
  journal_mode: 'wal',
  // An audit intent must be on disk before its effect: NORMAL may lose the last commits at power loss.
  synchronous: 2,
  foreign_keys: 1,
  // Waiting inside SQLite would stop the whole process; waiting happens in `patiently`.
  busy_timeout: 0,
  trusted_schema: 0,
  // INSERT OR REPLACE then runs the delete triggers that guard the ledger.
  recursive_triggers: 1,
  journal_size_limit: 64 * 1024 * 1024,
};

const MODES = {
  read: { query_only: 1 },
  write: { query_only: 0 },
  // A table rebuild drops the old table: with enforcement that would delete the children.
  migrate: { query_only: 0, foreign_keys: 0 },
};

type Mode = keyof typeof MODES;

/**
 * One SQLite connection to one file, opened on first use and healed by itself. The library keeps a pool in which a PRAGMA
 * would reach one connection only, and after one BUSY its connection stays unusable *and* keeps its lock
 * (libsql-client-ts #352): here the pool has size one, and BUSY means closing it, waiting, and opening it again.
 */
export class Connection {
  #client: Promise<Client> | undefined;
  #checkpointPages: number | undefined;

  constructor(
    readonly url: string,
    readonly mode: Mode,
  ) {}

  get isOpen(): boolean {
    return this.#client !== undefined;
  }

  /** Runs one statement by itself. Throws TomoError `unavailable` for disk, rights, damage and 30 s of BUSY. */
  execute(statement: InStatement): Promise<ResultSet> {
    return this.#patiently((client) => client.execute(statement));
  }

  /** Opens a transaction that holds the file's only write lock. Errors as in `execute`. */
  begin(): Promise<Transaction> {
    return this.#patiently((client) => client.transaction('write'));
  }

  /** From now on, also after a reopening, a commit moves the log into the file when it has this many pages; 0: never. */
  async checkpointAt(pages: number): Promise<void> {
    this.#checkpointPages = pages;
    await this.execute(`PRAGMA wal_autocheckpoint = ${pages}`);
  }

  /** Closes the connection; the next use opens a new one. */
  async close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.then(
      (opened) => opened.close(),
      () => undefined,
    );
  }

  #opened(): Promise<Client> {
    if (this.#client) return this.#client;
    const opening = open(this.url, this.mode, this.#checkpointPages);
    this.#client = opening;
    // A failed attempt is not remembered.
    opening.catch(() => {
      if (this.#client === opening) this.#client = undefined;
    });
    return opening;
  }

  async #patiently<T>(use: (client: Client) => Promise<T>): Promise<T> {
    const until = monotonicMs() + PATIENCE_MS;
    for (let pause = 25; ; pause = Math.min(pause * 2, 1000)) {
      const mine = this.#opened();
      try {
        return await use(await mine);
      } catch (error) {
        const failure = storageFailure(error);
        // A neighbour may have closed the connection under this statement; then it simply tries again.
        const closedByNeighbour = isClosed(error) && mine !== this.#client;
        if (mine === this.#client && (failure || isBusy(error))) await this.close();
        if (!closedByNeighbour && !isBusy(error)) throw failure ?? error;
        if (monotonicMs() > until) throw stillBusy(error);
      }
      await sleep(pause * (0.5 + Math.random()));
    }
  }
}

async function open(url: string, mode: Mode, checkpointPages: number | undefined): Promise<Client> {
  try {
    prepareFile(url);
  } catch (error) {
    throw cannotOpen(error);
  }
  const client = createClient({ url, concurrency: 1 });
  try {
    await assertPragmas(client, mode);
    if (checkpointPages !== undefined) await client.execute(`PRAGMA wal_autocheckpoint = ${checkpointPages}`);
    return client;
  } catch (error) {
    client.close();
    throw error;
  }
}

async function assertPragmas(client: Client, mode: Mode): Promise<void> {
  const wanted = Object.entries({ ...PRAGMAS, ...MODES[mode] });
  for (const [name, value] of wanted) {
    await client.execute(`PRAGMA ${name} = ${value}`);
    const answer = (await client.execute(`PRAGMA ${name}`)).rows[0]?.[0];
    if (answer !== value) throw new Error(`PRAGMA ${name} is ${String(answer)}, it must be ${value}`);
  }
}

function stillBusy(cause: unknown): TomoError {
  return new TomoError('unavailable', 'The database has been in use by another program for 30 seconds.', {
    hint: 'Close the program that holds the database file open, then try again.',
    reason: 'database_busy',
    cause,
  });
}
