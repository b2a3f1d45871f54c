import 'server-only';
import { writerConnection } from '@/db/client';
import { pathOf } from '@/db/files';
import { writerQueue } from '@/db/writer-queue';
import { monotonicMs } from '@/lib/runtime/clock';
import { env } from '@/lib/runtime/env';
import { startThread } from '@/lib/runtime/worker-thread';

export type UpkeepOptions = {
  /** Told when the thread cannot do its work; `error` says more. */
  onTrouble(message: string, error: Error): void;
  /** The thread's file and its pace, for tests. */
  thread?: string;
  lookEveryMs?: number;
  checkpointBytes?: number;
};

const SILENT_FOR_MS = 60_000;
// SQLite's own default: a checkpoint inside the commit that makes the log this long.
const PAGES_WITHOUT_THREAD = 1_000;

/**
 * Takes checkpoints off the main thread: a commit that also moves the log stops every request meanwhile. A thread does it
 * at 16 MiB of log or every 30 s. While the thread is silent for a minute or gone, commits move the log themselves again, and
 * that is said.
 */
export async function startUpkeep({
  onTrouble,
  thread = 'db/upkeep-thread.mjs',
  lookEveryMs = 1_000,
  checkpointBytes = 16 * 1024 * 1024,
}: UpkeepOptions): Promise<{ stop(): Promise<void> }> {
  let heardAt = monotonicMs();
  let byThread = true;
  let stopping = false;
  const divide = async (isAlive: boolean, why?: Error) => {
    if (isAlive === byThread) return;
    byThread = isAlive;
    if (why) onTrouble('Checkpoints of the database run on the main thread again', why);
    await commitsCheckpointAt(isAlive ? 0 : PAGES_WITHOUT_THREAD);
  };
  await commitsCheckpointAt(0);
  const data = {
    url: env().databaseUrl,
    walFile: `${pathOf(env().databaseUrl)}-wal`,
    lookEveryMs,
    checkpointEveryMs: 30_000,
    checkpointBytes,
  };
  const running = startThread(thread, data, {
    onMessage(message) {
      heardAt = monotonicMs();
      const told = message as { type: string; message?: string };
      if (told.type === 'trouble') return void divide(false, new Error(told.message));
      void divide(true);
    },
    onEnd(error) {
      if (!stopping) void divide(false, error ?? new Error('Its thread ended.'));
    },
  });
  const timer = setInterval(() => {
    if (monotonicMs() - heardAt > SILENT_FOR_MS)
      void divide(false, new Error('Its thread has been silent for a minute.'));
  }, 10_000);
  timer.unref();
  return {
    async stop() {
      stopping = true;
      clearInterval(timer);
      await running.stop();
    },
  };
}

/** After how many pages of log a commit moves them into the file; 0: never. In its turn, so that no transaction is open. */
function commitsCheckpointAt(pages: number): Promise<void> {
  return writerQueue().run('interactive', () => writerConnection().checkpointAt(pages));
}
