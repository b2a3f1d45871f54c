import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Bench } from '../goal';
import { type Timed, timed } from '../program';
import { sampleBody } from '../targets/fleet';
import type { Hosts } from '../targets/hosts';

/**
 * The sample as a command for a fleet tool: the same body. A shell that stays lists its mounts at every 30th sample; here the
 * list is given, so that nobody does more work than the other.
 */
export async function sampleCommand(): Promise<string> {
  const listing = sampleBody.slice(0, sampleBody.indexOf('until_mounts='));
  const { stdout } = await timed('sh', ['-c', `${listing}\nlist_mounts\necho "$points"`]);
  return `until_mounts=9 points='${stdout.trim()}'\n${sampleBody}`;
}

/** `parallel-ssh` over all hosts, 32 at once. `client` are options of ssh. */
export function parallelSsh(
  bench: Bench,
  { addresses }: Hosts,
  client: string[],
  command: string,
): Promise<Timed> {
  const list = path.join(bench.scratch, 'hosts');
  writeFileSync(list, `${addresses.join('\n')}\n`);
  return timed('parallel-ssh', ['-h', list, '-p', '32', '-t', '60', '-x', client.join(' '), command]);
}
