import { spawn } from 'node:child_process';

/**
 * Starts a second process that runs `source`, an ES module in TypeScript which may import `@/…`, in this repository with
 * the environment of this test. `output` resolves with its standard output when it ends with 0 and rejects otherwise.
 */
export function secondProcess(source: string): {
  output: Promise<string>;
  firstLine: Promise<string>;
  kill(): void;
} {
  const flags = ['--import', 'tsx', '--conditions=react-server', '--input-type=module', '--eval', source];
  const child = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk;
  });
  const firstLine = new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk;
      if (stdout.includes('\n')) resolve(stdout.slice(0, stdout.indexOf('\n')));
    });
  });
  const output = new Promise<string>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(stdout) : reject(new Error(`exit ${code}\n${stdout}${stderr}`)),
    );
  });
  return { output, firstLine, kill: () => child.kill('SIGKILL') };
}
