import type { ServerChannel } from 'ssh2';
import { afterEach, describe, expect, test } from 'vitest';
import { eventually } from '@/e2e/support/eventually';
import { marksIn, type Peer, type PeerOptions, readScript, startPeer } from '@/e2e/support/ssh-peer';
import { Secret } from '@/lib/crypto/secret';
import { remoteScript } from './command';
import { connect } from './connect';
import { run } from './run';
import type { Privilege } from './target';

const hello = remoteScript('hello', 'echo hello');
const peers: Peer[] = [];

afterEach(async () => {
  await Promise.all(peers.splice(0).map((peer) => peer.close()));
});

async function runOn(behaviour: PeerOptions, options: { timeoutMs?: number; privilege?: Privilege } = {}) {
  const peer = await startPeer(behaviour);
  peers.push(peer);
  const auth = { kind: 'password', password: new Secret('x') } as const;
  const connection = await connect(peer.target, auth, peer.pinned, {
    readyTimeoutMs: 5_000,
    keepaliveMs: 10_000,
  });
  try {
    return await run(connection, { script: hello, timeoutMs: 400, ...options });
  } finally {
    connection.close();
    await eventually('no socket is left', () => peer.open() === 0);
  }
}

/** Answers a script as a shell would, then ends as `end` says. */
const answering = (end: (channel: ServerChannel, marks: { begin: string; end: string }) => void) => ({
  exec: (channel: ServerChannel) =>
    readScript(channel, (script) => {
      const marks = marksIn(script);
      channel.write(`${marks.begin} 42\nhello\n`);
      end(channel, marks);
    }),
});

const failing = (text: string, code: number) => ({
  exec: (channel: ServerChannel) =>
    readScript(channel, () => {
      channel.stderr.write(text);
      channel.exit(code);
      channel.end();
    }),
});

describe('a command that ends in the same breath as it begins', () => {
  test('is heard: the refusal of sudo and its exit code come with the answer that it was started', async () => {
    const refusing: PeerOptions = {
      exec: (channel) => {
        channel.stderr.write('sudo: a password is required\n');
        channel.exit(1);
        channel.end();
      },
    };
    await expect(runOn(refusing, { privilege: 'passwordless' })).rejects.toMatchObject({
      reason: 'sudo_password_needed',
    });
  });
});

describe('G48 a server that ends a command as no server should', () => {
  test('is believed only with exit code and end mark together', async () => {
    const good = answering((channel, marks) => {
      channel.write(`${marks.end}\n`);
      channel.exit(0);
      channel.end();
    });
    await expect(runOn(good)).resolves.toMatchObject({ exitCode: 0, stdout: 'hello\n' });
  });

  test.each([
    ['exit 0 without the end mark', (channel: ServerChannel) => channel.exit(0), 'truncated'],
    [
      'the end mark without an exit code',
      (channel: ServerChannel, end: string) => channel.write(`${end}\n`),
      'truncated',
    ],
    [
      'a guessed end mark',
      (channel: ServerChannel) => {
        channel.write('tomo-end-000000000000000000000000\n');
        channel.exit(0);
      },
      'truncated',
    ],
    [
      'more text after the end mark',
      (channel: ServerChannel, end: string) => {
        channel.write(`${end}\nmore`);
        channel.exit(0);
      },
      'truncated',
    ],
    [
      'a signal',
      (channel: ServerChannel) => channel.exit('TERM' as never, false as never, '' as never),
      'signal',
    ],
  ])('%s is no success', async (_what, end, reason) => {
    const behaviour = answering((channel, marks) => {
      end(channel, marks.end);
      channel.end();
    });
    await expect(runOn(behaviour)).rejects.toMatchObject({ reason });
  });

  test('and never answers the command request is given up, without waiting for it for ever', async () => {
    await expect(runOn({ answersExec: false })).rejects.toMatchObject({ reason: 'timeout' });
  });

  test('and never closes the channel is cut when the exit code is known', async () => {
    const behaviour = answering((channel, marks) => {
      channel.write(`${marks.end}\n`);
      channel.exit(0);
    });
    await expect(runOn(behaviour, { timeoutMs: 20_000 })).resolves.toMatchObject({ exitCode: 0 });
  });

  test('and ignores signals and closing loses the connection', async () => {
    const ignores = {
      exec: (channel: ServerChannel) => readScript(channel, () => {}),
      onClient: ignoreClose,
    };
    await expect(runOn(ignores)).rejects.toMatchObject({ reason: 'timeout' });
  }, 30_000);

  test('and resets in the middle is a lost connection', async () => {
    const behaviour: PeerOptions = {
      exec: (channel, _command, client) =>
        readScript(channel, () => {
          channel.write('half');
          setTimeout(
            () => (client as never as { _sock: { resetAndDestroy(): void } })._sock.resetAndDestroy(),
            20,
          );
        }),
    };
    await expect(runOn(behaviour, { timeoutMs: 10_000 })).rejects.toMatchObject({ reason: 'closed' });
  });

  test('and sends one line of 10 MB and then no end is stopped by the cap', async () => {
    const flood = answering((channel) => channel.write(Buffer.alloc(10_000_000, 'x')));
    await expect(runOn(flood, { timeoutMs: 10_000 })).rejects.toMatchObject({ reason: 'output_limit' });
  }, 30_000);
});

describe('a script that could not begin is explained', () => {
  const sudo: Privilege = 'passwordless';
  const withPassword: Privilege = { password: new Secret('x') };
  test.each<[string, number, Privilege | undefined, string]>([
    ['This account is currently not available.', 1, undefined, 'shell_broken'],
    ['bash: line 1: exec: sudo: not found', 127, sudo, 'sudo_missing'],
    ["fish: Unknown command: 'sudo'", 127, sudo, 'sudo_missing'],
    ['sudo: a password is required', 1, sudo, 'sudo_password_needed'],
    ['sudo: ein Passwort ist notwendig', 1, sudo, 'sudo_password_needed'],
    ['deploy is not in the sudoers file.', 1, sudo, 'sudo_refused'],
    ['sudo: sorry, you must have a tty to run sudo', 1, sudo, 'sudo_refused'],
    ['Sorry, try again.\nsudo: 1 incorrect password attempt', 1, withPassword, 'sudo_password_wrong'],
    ['/bin/sh: 12: sudo: not found', 127, withPassword, 'sudo_missing'],
    ['guest is not in the sudoers file.', 1, withPassword, 'sudo_refused'],
  ])('%s', async (text, code, privilege, reason) => {
    await expect(runOn(failing(text, code), { privilege, timeoutMs: 5_000 })).rejects.toMatchObject({
      reason,
      hint: expect.stringMatching(/\w/),
      data: { exitCode: code },
    });
  });

  test('and control characters of the server stay out of it', async () => {
    const error = await runOn(failing('\u001b]0;pwned\u0007\u009b31m no', 1), { timeoutMs: 5_000 }).catch(
      (one: unknown) => one,
    );
    expect(JSON.stringify(error)).not.toMatch(/\\u001b|\\u0007|\u009b/);
  });
});

// The peer keeps a channel open that the client closed, as a hung server would.
function ignoreClose(client: unknown): void {
  const internals = client as { _protocol: { channelClose(): void } };
  internals._protocol.channelClose = () => {};
}
