import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { Secret } from '@/lib/crypto/secret';
import type { PinnedKey, SshAuth, SshTarget } from '@/lib/ssh/target';

const binary = '/usr/sbin/sshd';

/** A real OpenSSH server on loopback, for the account that runs the tests. */
export type TestSshd = {
  target: SshTarget;
  auth: SshAuth;
  /** Its keys by type name, as somebody would pin them. */
  hostKeys: { ed25519: PinnedKey; ecdsa: PinnedKey; rsa: PinnedKey };
  /** What it wrote to its log so far. */
  log(): string;
  close(): Promise<void>;
};

/**
 * Starts sshd on a free port of 127.0.0.1 with keys, configuration and log in a new temporary folder. `config` lines are
 * put in front of the defaults, so they win. Installs openssh-server first when CI=true or TOMO_LAB_INSTALL=1 allow it.
 */
export async function startSshd(config: string[] = []): Promise<TestSshd> {
  ensureInstalled();
  const folder = mkdtempSync(path.join(tmpdir(), 'tomo-sshd-'));
  const port = await freePort();
  const hostKeys = {
    ed25519: makeKey(folder, 'host-ed25519', ['-t', 'ed25519']),
    ecdsa: makeKey(folder, 'host-ecdsa', ['-t', 'ecdsa', '-b', '256']),
    rsa: makeKey(folder, 'host-rsa', ['-t', 'rsa', '-b', '2048']),
  };
  makeKey(folder, 'client', ['-t', 'ed25519']);
  // Addresses add up instead of replacing each other.
  const address = config.some((line) => line.startsWith('ListenAddress')) ? [] : ['ListenAddress 127.0.0.1'];
  writeFileSync(path.join(folder, 'config'), [...config, ...address, ...defaults(folder, port)].join('\n'));
  const child = spawn(binary, ['-D', '-f', path.join(folder, 'config'), '-E', path.join(folder, 'log')]);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const log = () => readFileSync(path.join(folder, 'log'), 'utf8');
  await listening(port, () => child.exitCode === null, log);
  return {
    target: { host: '127.0.0.1', port, username: userInfo().username },
    auth: { kind: 'key', privateKey: new Secret(readFileSync(path.join(folder, 'client'), 'utf8')) },
    hostKeys,
    log,
    close: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A port of 127.0.0.1 where nothing listens at the moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function ensureInstalled(): void {
  if (!existsSync(binary)) {
    if (process.env.CI !== 'true' && process.env.TOMO_LAB_INSTALL !== '1') {
      throw new Error(
        `${binary} is missing: these tests talk to a real SSH server. Run "apt-get install openssh-server", or set TOMO_LAB_INSTALL=1 to let the tests do it.`,
      );
    }
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    execFileSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' });
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'openssh-server'], {
      env,
      stdio: 'ignore',
    });
  }
  // Where root's sshd drops its privileges; packages leave its creation to the init system.
  if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
}

function makeKey(folder: string, name: string, options: string[]): PinnedKey {
  const file = path.join(folder, name);
  execFileSync('ssh-keygen', ['-q', '-N', '', '-C', name, '-f', file, ...options]);
  const [type = '', blob = ''] = readFileSync(`${file}.pub`, 'utf8').split(' ');
  return { type, blob };
}

function defaults(folder: string, port: number): string[] {
  return [
    `Port ${port}`,
    `HostKey ${folder}/host-rsa`,
    `HostKey ${folder}/host-ecdsa`,
    `HostKey ${folder}/host-ed25519`,
    `AuthorizedKeysFile ${folder}/client.pub`,
    'PidFile none',
    'PermitRootLogin yes',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'UsePAM no',
    'StrictModes no',
    'UseDNS no',
    // Nobody's login files slow the tests down or print into them.
    `SetEnv HOME=${folder}`,
    'MaxStartups 200',
    'LogLevel VERBOSE',
    '',
  ];
}

async function listening(port: number, isAlive: () => boolean, log: () => string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (await answers(port)) return;
    if (!isAlive()) throw new Error(`sshd did not start: ${log()}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`sshd does not listen after 5 s: ${log()}`);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
