import { execFileSync, spawn } from 'node:child_process';

/** Measured once: milliseconds on the clock, and of processor time with every child it waited for. */
export type Timed = { ms: number; cpuMs: number; stdout: string };

/**
 * Runs a program to its end and takes its time. Throws with its output when it fails.
 *
 * The processor time comes from bash's own `times`, which counts children in milliseconds.
 */
export function timed(
  program: string,
  args: string[],
  { env, input }: { env?: Record<string, string>; input?: string } = {},
): Promise<Timed> {
  return new Promise((resolve, reject) => {
    const since = performance.now();
    const child = spawn('bash', ['-c', '"$@"; code=$?; times >&2; exit $code', 'bash', program, ...args], {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.on('close', (code) => {
      const ms = performance.now() - since;
      if (code === 0) return resolve({ ms, cpuMs: cpuOf(stderr), stdout });
      reject(new Error(`${program} ended with ${code}:\n${(stdout + stderr).slice(-2000)}`));
    });
  });
}

/** Runs a program to its end with nothing between, for commands so short that a shell around them would count. */
export function wall(program: string, args: string[], input: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    child.stdout.resume();
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}`)),
    );
  });
}

/** The last line of `times`: user and system time of the children. */
function cpuOf(stderr: string): number {
  const last = stderr.trimEnd().split('\n').at(-1) ?? '';
  const parts = [...last.matchAll(/(\d+)m([\d.]+)s/g)];
  return parts.reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60_000 + Number(seconds) * 1000,
    0,
  );
}

/** What a program prints, without the line break at its end; empty when there is no such program. */
export function ask(program: string, args: string[]): string {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}

/** Takes the time of `work` in this process: on the clock and of its processor time, both in milliseconds. */
export async function timedHere(work: () => Promise<unknown>): Promise<{ ms: number; cpuMs: number }> {
  const cpu = process.cpuUsage();
  const since = performance.now();
  await work();
  const ms = performance.now() - since;
  const { user, system } = process.cpuUsage(cpu);
  return { ms, cpuMs: (user + system) / 1000 };
}
