import 'server-only';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

/** What a thread tells: each message, and once how it ended (`undefined`: by itself). */
export type ThreadEvents = { onMessage(message: unknown): void; onEnd(error: Error | undefined): void };

/**
 * Starts the only kind of thread there is: an `.mjs` file of this folder tree that gets an object and sends messages. The
 * built app, the tests and the command line all run in the folder that holds package.json, so its path is not the
 * bundle's to know. `stop` asks it to end and waits; a thread that does not end within five seconds is ended. The process
 * stays for a thread that is awaited; one that only accompanies it does not keep it.
 */
export function startThread(
  file: string,
  data: Record<string, unknown>,
  { onMessage, onEnd }: ThreadEvents,
  { isAwaited = false }: { isAwaited?: boolean } = {},
): { stop(): Promise<void> } {
  const thread = new Worker(path.join(/* turbopackIgnore: true */ process.cwd(), file), { workerData: data });
  if (!isAwaited) thread.unref();
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

/**
 * Starts a thread that does one thing and posts `{ answer }`, which is the result; `onProgress` is told of whatever else it
 * posts meanwhile. Rejects when it ends without an answer, or when `signal` aborts: then it is asked to stop.
 */
export async function askThread(
  file: string,
  data: Record<string, unknown>,
  { signal, onProgress }: { signal?: AbortSignal; onProgress?: (message: unknown) => void } = {},
): Promise<unknown> {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    let told: { answer: unknown } | undefined;
    const stop = () => void thread.stop();
    const thread = startThread(
      file,
      data,
      {
        onMessage(message) {
          if (typeof message === 'object' && message !== null && 'answer' in message) told = message;
          else onProgress?.(message);
        },
        onEnd(error) {
          signal?.removeEventListener('abort', stop);
          if (told) resolve(told.answer);
          else reject(error ?? signal?.reason ?? new Error(`${file} ended without an answer.`));
        },
      },
      { isAwaited: true },
    );
    signal?.addEventListener('abort', stop, { once: true });
  });
}
