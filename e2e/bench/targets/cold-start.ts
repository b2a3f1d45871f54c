import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@/e2e/support/sshd';

/** A server that can be started: arguments and environment for a port. */
export type Startable = {
  program: string;
  cwd?: string;
  args(port: number): string[];
  env?(port: number): Record<string, string>;
  /** The first path that is answered with 200 counts as being there. */
  path: string;
};

/** Starts the server, takes the time to its first good answer in milliseconds, and ends it as a service manager would. */
export async function coldStart({ program, cwd, args, env, path }: Startable): Promise<{ ms: number }> {
  const port = await freePort();
  const { PATH = '', HOME = '' } = process.env;
  const since = performance.now();
  const child = spawn(program, args(port), {
    cwd,
    env: { PATH, HOME, NODE_ENV: 'production', ...env?.(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const gone = once(child, 'exit');
  try {
    while (!(await answers(port, path))) {
      if (child.exitCode !== null || performance.now() - since > 60_000)
        throw new Error(`${program} did not become ready:\n${output.slice(-2000)}`);
      await sleep(5);
    }
    return { ms: performance.now() - since };
  } finally {
    child.kill('SIGTERM');
    const patience = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await gone;
    clearTimeout(patience);
  }
}

function answers(port: number, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode === 200));
      response.on('error', () => resolve(false));
    });
    request.on('error', () => resolve(false));
  });
}
