import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { target } from '@/e2e/lab/lab.mjs';
import type { Bench } from '../goal';
import { ask, type Timed, timed } from '../program';

/** Debian's client by its path: another one may come first. */
const DOCKER = '/usr/bin/docker';

/**
 * `docker -H ssh://…`, which starts OpenSSH's client for every call. Docker gives no way to hand options to it, so a program
 * named `ssh` comes first in the path and does. `warm` shares one connection among all calls.
 */
export async function dockerOverSsh(
  bench: Bench,
  server: string,
  warm: boolean,
): Promise<(...args: string[]) => Promise<Timed>> {
  const { host, port, accounts } = target(server);
  const folder = path.join(bench.scratch, warm ? 'dw' : 'dc');
  mkdirSync(folder);
  const shared = ['ControlMaster auto', 'ControlPersist 600', `ControlPath ${folder}/s`];
  const config = [
    'Host *',
    `IdentityFile ${accounts.root.privateKeyPath}`,
    'IdentitiesOnly yes',
    'KexAlgorithms curve25519-sha256',
    'StrictHostKeyChecking no',
    `UserKnownHostsFile ${folder}/known`,
    'LogLevel ERROR',
    ...(warm ? shared : []),
    '',
  ];
  writeFileSync(path.join(folder, 'config'), config.join('\n'), { mode: 0o600 });
  const wrapper = path.join(folder, 'ssh');
  writeFileSync(wrapper, `#!/bin/sh\nexec /usr/bin/ssh -F ${folder}/config "$@"\n`);
  chmodSync(wrapper, 0o755);
  const env = { PATH: `${folder}:${process.env.PATH ?? ''}`, DOCKER_HOST: '', HOME: folder };
  const call = (...args: string[]) => timed(DOCKER, ['-H', `ssh://root@${host}:${port}`, ...args], { env });
  if (warm) {
    // The first call opens what the others share; its pipes must not be held by the one that stays.
    await timed('sh', ['-c', `exec ${wrapper} -n -N -f -p ${port} root@${host} >/dev/null 2>&1`]);
    bench.afterwards(() => ask(wrapper, ['-O', 'exit', '-p', String(port), `root@${host}`]));
  }
  await call('version');
  return call;
}
