import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Bench } from '../goal';
import { ask, timed } from '../program';
import type { Hosts } from '../targets/hosts';

/**
 * Opens a shared connection of OpenSSH's client to every address, as ControlPersist keeps them, eight at a time. Returns
 * the options that use them. They are closed afterwards.
 */
export async function warmMasters(
  bench: Bench,
  { client, addresses }: Pick<Hosts, 'client' | 'addresses'>,
  more: string[] = [],
): Promise<string[]> {
  const folder = path.join(bench.scratch, 'm');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const shared = ['-F', client.config, '-o', `ControlPath=${folder}/%h.%p`, ...more];
  bench.afterwards(() => {
    for (const address of addresses) ask('ssh', [...shared, '-O', 'exit', address]);
  });
  const log = path.join(bench.scratch, 'masters.log');
  const waiting = [...addresses];
  const open = async () => {
    for (let host = waiting.shift(); host; host = waiting.shift())
      // -n -N -f: in the background once signed in; the pipes of this process are not kept open by it.
      await timed('sh', [
        '-c',
        'exec "$@" >/dev/null 2>"$0"',
        log,
        'ssh',
        ...shared,
        '-M',
        '-n',
        '-N',
        '-f',
        host,
      ]);
  };
  await Promise.all(Array.from({ length: 8 }, open));
  return shared;
}
