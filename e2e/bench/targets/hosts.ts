import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startSshd, type TestSshd } from '@/e2e/support/sshd';
import type { Bench } from '../goal';

/** One sshd on loopback, which answers on every address of 127.0.0.0/8: each is a host of its own to both contestants. */
export type Hosts = {
  sshd: TestSshd;
  port: number;
  addresses: string[];
  /** Arguments that make OpenSSH's client sign in there; `cold` without a shared connection. */
  client: { config: string; defaults: string };
};

/**
 * Starts it with room for `count` hosts; `stock` leaves the limits of a fresh installation in place, `environment` is what
 * everybody who signs in finds.
 */
export async function startHosts(
  bench: Bench,
  count: number,
  { stock = false, environment }: { stock?: boolean; environment?: Record<string, string> } = {},
): Promise<Hosts> {
  const limits = stock
    ? ['MaxStartups 10:30:100', 'MaxSessions 10']
    : ['MaxStartups 2000', 'MaxSessions 2000'];
  const given = Object.entries(environment ?? {}).map(([name, value]) => `${name}=${value}`);
  const found = given.length > 0 ? [`SetEnv ${given.join(' ')}`] : [];
  const sshd = await startSshd(['ListenAddress 0.0.0.0', 'LogLevel ERROR', ...limits, ...found]);
  bench.afterwards(() => sshd.close());
  const addresses = Array.from(
    { length: count },
    (_, index) => `127.0.${1 + Math.floor(index / 250)}.${1 + (index % 250)}`,
  );
  return { sshd, port: sshd.target.port, addresses, client: clientFiles(bench, sshd, addresses) };
}

/** Configuration for OpenSSH's client: its fastest exchange of keys and one method; beside it, its own defaults. */
function clientFiles(bench: Bench, sshd: TestSshd, addresses: string[]): Hosts['client'] {
  const folder = path.join(bench.scratch, 'c');
  mkdirSync(folder, { recursive: true });
  const file = (name: string, text: string) => {
    writeFileSync(path.join(folder, name), text, { mode: 0o600 });
    return path.join(folder, name);
  };
  const { auth, hostKeys, target } = sshd;
  const key = file('key', auth.kind === 'key' ? auth.privateKey.reveal() : '');
  const { type, blob } = hostKeys.ed25519;
  const known = [...addresses, '127.0.0.1'].map((host) => `[${host}]:${target.port} ${type} ${blob}\n`);
  const base = [
    'Host *',
    `User ${target.username}`,
    `Port ${target.port}`,
    `IdentityFile ${key}`,
    'IdentitiesOnly yes',
    `UserKnownHostsFile ${file('known', known.join(''))}`,
    'StrictHostKeyChecking yes',
    'LogLevel ERROR',
    '',
  ];
  const best = [
    'KexAlgorithms curve25519-sha256',
    'HostKeyAlgorithms ssh-ed25519',
    'PreferredAuthentications publickey',
    '',
  ];
  return { config: file('best', [...base, ...best].join('\n')), defaults: file('stock', base.join('\n')) };
}
