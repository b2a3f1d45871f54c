import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Bench } from '../goal';
import { type Timed, timed } from '../program';
import type { Hosts } from '../targets/hosts';

/** `ansible all -m raw` over all hosts at its best: 50 forks, pipelining, no facts, warm shared connections. */
export function ansibleRaw(
  bench: Bench,
  { addresses, port }: Hosts,
  client: string[],
  command: string,
): Promise<Timed> {
  const folder = path.join(bench.scratch, 'a');
  mkdirSync(folder, { recursive: true });
  const inventory = path.join(folder, 'hosts');
  writeFileSync(inventory, `${addresses.map((host) => `${host} ansible_port=${port}`).join('\n')}\n`);
  // Its own ControlPath would open connections of its own; the shared ones are there already.
  const env = {
    HOME: folder,
    ANSIBLE_PIPELINING: '1',
    ANSIBLE_SSH_ARGS: client.join(' '),
    ANSIBLE_HOST_KEY_CHECKING: 'True',
    ANSIBLE_GATHERING: 'explicit',
    ANSIBLE_NOCOLOR: '1',
    ANSIBLE_PYTHON_INTERPRETER: '/usr/bin/python3',
  };
  const escaped = `{% raw %}${command}{% endraw %}`;
  return timed('ansible', ['all', '-i', inventory, '-m', 'raw', '-a', escaped, '-f', '50'], { env });
}
