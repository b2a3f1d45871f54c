import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = path.resolve(import.meta.dirname, '../..');

export type TomoOptions = {
  /** Variables on top of the few that every Tomo of a test gets. */
  env?: Record<string, string>;
  /** A data folder that already holds something; a fresh one unless given, removed by `stop()`. */
  dataDir?: string;
};

/** One built Tomo: a process of its own with a data folder and a port of its own. */
export class Tomo {
  private child: ChildProcess | undefined;
  private printed = '';

  private constructor(
    readonly url: string,
    readonly dataDir: string,
    private readonly env: Record<string, string>,
    private readonly ownsData: boolean,
  ) {}

  /** Starts the app that `next build` left behind and resolves when it answers. Throws with its output when it does not. */
  static async start({ env = {}, dataDir }: TomoOptions = {}): Promise<Tomo> {
    const port = await freePort();
    const folder = dataDir ?? (await mkdtemp(path.join(tmpdir(), 'tomo-e2e-')));
    const settings = { PORT: String(port), HOSTNAME: '127.0.0.1', TOMO_DATA_DIR: folder, TZ: 'UTC', ...env };
    const tomo = new Tomo(`http://127.0.0.1:${port}`, folder, settings, dataDir === undefined);
    await tomo.run();
    return tomo;
  }

  /** Everything printed since the last start, both streams. */
  get output(): string {
    return this.printed;
  }

  get pid(): number {
    if (this.child?.pid === undefined) throw new Error('Tomo does not run');
    return this.child.pid;
  }

  /** The one-time link that a Tomo without users prints. Waits up to 10 s for it. */
  async setupLink(): Promise<string> {
    for (const end = Date.now() + 10_000; Date.now() < end; await sleep(50)) {
      const link = /https?:\/\/\S+\/setup#token=\S+/.exec(this.printed)?.[0];
      if (link) return link;
    }
    throw new Error(`Tomo printed no setup link:\n${this.printed}`);
  }

  /** Ends the process as a power cut would. The data folder stays for `restart()`. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Starts again over the same data and port, after `kill()` or in place of the running process. */
  async restart(): Promise<void> {
    await this.end('SIGTERM');
    await this.run();
  }

  /** Ends the process as a service manager would, and removes a data folder that was made for it. */
  async stop(): Promise<{ code: number | null }> {
    const code = await this.end('SIGTERM');
    if (this.ownsData) await rm(this.dataDir, { recursive: true, force: true });
    return { code };
  }

  private async run(): Promise<void> {
    this.printed = '';
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(process.execPath, ['lib/boot/front.mjs'], {
      cwd: root,
      // Not the environment of the test: a variable of the developer must not change what is tested.
      env: { PATH, HOME, NODE_ENV: 'production', ...this.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    const keep = (text: string) => {
      this.printed += text;
    };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    await this.ready(child);
  }

  private async ready(child: ChildProcess): Promise<void> {
    for (const end = Date.now() + 60_000; Date.now() < end; await sleep(100)) {
      if (child.exitCode !== null || child.signalCode !== null) break;
      const answer = await fetch(`${this.url}/readyz`).catch(() => undefined);
      if (answer?.ok) return;
    }
    await this.end('SIGKILL');
    throw new Error(`Tomo did not become ready:\n${this.printed}`);
  }

  private async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const child = this.child;
    this.child = undefined;
    if (!child) return null;
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill(signal);
      const patience = setTimeout(() => child.kill('SIGKILL'), 30_000);
      await gone;
      clearTimeout(patience);
    }
    return child.exitCode;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
