import 'server-only';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

/** What a thread tells: each message, and once how it ended (`undefined`: by itself). */
export type ThreadEvents = { onMessage(message: unknown): void; onEnd(error: Error | undefined): void };

/**
 * Starts the only kind of thread there is: an `.mjs` file of this folder tree that gets an object and sends messages. The
 * built app, the tests and the command line all run in the folder that holds package.json, so its path is not the
 * bundle's to know. `stop` asks it to end and waits; a thread that does not end within five seconds is ended.
 */
export function startThread(
  file: string,
  data: Record<string, unknown>,
  { onMessage, onEnd }: ThreadEvents,
): { stop(): Promise<void> } {
  const thread = new Worker(path.join(/* turbopackIgnore: true */ process.cwd(), file), { workerData: data });
  thread.unref();
  let failure: Error | undefined;
  const ended = new Promise<void>((resolve) => {
    thread.on('error', (error: Error) => {
      failure = error;
    });
    thread.on('exit', () => {
      onEnd(failure);
      resolve();
    });
  });
  thread.on('message', onMessage);
  return {
    async stop() {
      thread.ref();
      thread.postMessage('stop');
      const late = setTimeout(() => thread.terminate(), 5_000);
      await ended;
      clearTimeout(late);
    },
  };
}
