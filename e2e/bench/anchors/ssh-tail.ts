import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { target } from '@/e2e/lab/lab.mjs';
import type { Bench } from '../goal';
import { labServer } from '../needs.mjs';
import { there } from '../targets/lab-server';
import { Arrivals, type LineWriter, nowNs, placeWriter } from '../targets/line-writer';

/** `ssh HOST tail -f FILE`, read by this process; `then` runs for each line before its time is taken. */
export async function sshTail(
  bench: Bench,
  then: (line: string) => void,
): Promise<{ writer: LineWriter; arrivals: Arrivals; command: string }> {
  const { host, port, accounts } = target(labServer);
  const name = `tail-${Math.random().toString(36).slice(2, 8)}`;
  const file = `/run/tomo-bench/${name}.log`;
  const writer = await placeWriter(name);
  await there(`: > ${file}; setsid ${writer.command} >> ${file} 2>/dev/null </dev/null &`);
  const config = path.join(bench.scratch, name);
  const lines = [
    'Host *',
    `IdentityFile ${accounts.root.privateKeyPath}`,
    'IdentitiesOnly yes',
    'StrictHostKeyChecking no',
    `UserKnownHostsFile ${config}.known`,
    'LogLevel ERROR',
    '',
  ];
  writeFileSync(config, lines.join('\n'));
  const child = spawn('ssh', ['-F', config, '-p', String(port), `root@${host}`, `tail -n 0 -f ${file}`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  bench.afterwards(async () => {
    child.kill('SIGTERM');
    await writer.stop();
  });
  const arrivals = new Arrivals();
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) {
      then(line);
      arrivals.take(line, nowNs());
    }
  });
  // The first turn also waits for the connection.
  await arrivals.of(writer, 5, 100);
  return { writer, arrivals, command: `ssh HOST tail -f FILE` };
}
