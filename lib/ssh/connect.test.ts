import type { AuthContext, KeyboardAuthContext } from 'ssh2';
import ssh2 from 'ssh2';
import { afterEach, describe, expect, test } from 'vitest';
import { eventually } from '@/e2e/support/eventually';
import { makeSshKey } from '@/e2e/support/ssh-keys';
import { type Peer, type PeerOptions, startPeer, startRawPeer } from '@/e2e/support/ssh-peer';
import { freePort } from '@/e2e/support/sshd';
import { Secret } from '@/lib/crypto/secret';
import { type ConnectOptions, connect } from './connect';
import type { SshAuth } from './target';

const password = { kind: 'password', password: new Secret('right "ü') } satisfies SshAuth;
const options: ConnectOptions = { readyTimeoutMs: 1_000, keepaliveMs: 10_000 };
const peers: { close(): Promise<void> }[] = [];

async function peerThat(behaviour: PeerOptions): Promise<Peer> {
  const peer = await startPeer(behaviour);
  peers.push(peer);
  return peer;
}

async function rawPeerThat(onSocket: Parameters<typeof startRawPeer>[0]) {
  const peer = await startRawPeer(onSocket);
  peers.push(peer);
  return peer;
}

afterEach(async () => {
  await Promise.all(peers.splice(0).map((peer) => peer.close()));
});

const pinned = { type: 'ssh-ed25519', blob: makeSshKey().blob };

describe('G50 a server whose host key is not the pinned one', () => {
  test('sees no sign-in request, and the error carries the key it showed', async () => {
    const peer = await peerThat({});
    await expect(connect(peer.target, password, pinned, options)).rejects.toMatchObject({
      reason: 'host_key_changed',
      offered: {
        type: 'ssh-ed25519',
        blob: peer.pinned.blob,
        fingerprint: expect.stringMatching(/^SHA256:/),
      },
    });
    expect(peer.authentications).toEqual([]);
    await eventually('the socket is closed', () => peer.open() === 0);
  });

  test('sees no sign-in request when it only has a key of another type', async () => {
    const peer = await peerThat({ hostKeys: [makeSshKey(['-t', 'ecdsa'])] });
    await expect(connect(peer.target, password, pinned, options)).rejects.toMatchObject({
      reason: 'host_key_changed',
    });
    expect(peer.authentications).toEqual([]);
  });

  test('cannot pass by showing the pinned key without owning it', async () => {
    const victim = makeSshKey();
    const parsed = ssh2.utils.parseKey(victim.publicLine);
    if (parsed instanceof Error) throw parsed;
    const peer = await peerThat({
      onClient: (client) => {
        const own = keysOf(client)['ssh-ed25519'];
        if (own)
          keysOf(client)['ssh-ed25519'] = {
            ...own,
            getPublicSSH: () => parsed.getPublicSSH(),
            sign: own.sign.bind(own),
          };
      },
    });
    await expect(connect(peer.target, password, victim, options)).rejects.toMatchObject({
      reason: 'host_key_changed',
      message: expect.stringContaining('prove'),
    });
    expect(peer.authentications).toEqual([]);
  });

  test('loses a standing connection when another key appears at a rekey', async () => {
    const other = ssh2.utils.parseKey(makeSshKey().privateKey);
    if (other instanceof Error) throw other;
    const peer = await peerThat({
      onClient: (client) => {
        client.once('ready', () =>
          setTimeout(() => {
            keysOf(client)['ssh-ed25519'] = other;
            client.rekey();
          }, 50),
        );
      },
    });
    const connection = await connect(peer.target, password, peer.pinned, options);
    const end = await new Promise<unknown>((resolve) => connection.onClose(resolve));
    expect(end).toMatchObject({ reason: 'host_key_changed', offered: { type: 'ssh-ed25519' } });
    expect(connection.alive()).toBe(false);
  });
});

describe('signing in', () => {
  const methods = (left: string[]) => (context: AuthContext) =>
    left.includes(context.method) && context.method !== 'none'
      ? context.accept()
      : context.reject(left as never);

  test('offers the stored password at once and nothing else', async () => {
    const peer = await peerThat({
      authenticate: (context) =>
        context.method === 'password' && context.password === 'right "ü' && context.username === 'deploy'
          ? context.accept()
          : context.reject(['password']),
    });
    const connection = await connect(peer.target, password, peer.pinned, options);
    expect(peer.authentications).toEqual(['password']);
    connection.close();
  });

  test('offers the stored key at once and nothing else', async () => {
    const key = makeSshKey(['-t', 'rsa', '-b', '2048']);
    const peer = await peerThat({ authenticate: methods(['publickey']) });
    const auth = { kind: 'key', privateKey: new Secret(key.privateKey) } satisfies SshAuth;
    const connection = await connect(peer.target, auth, peer.pinned, options);
    expect(new Set(peer.authentications)).toEqual(new Set(['publickey']));
    connection.close();
  });

  test('answers one hidden prompt with the password where the server has no password method', async () => {
    const peer = await peerThat({ authenticate: prompting([{ prompt: 'Password:', echo: false }]) });
    const connection = await connect(peer.target, password, peer.pinned, options);
    expect(peer.authentications).toEqual(['password', 'keyboard-interactive']);
    connection.close();
  });

  test.each([
    ['shows what is typed', [[{ prompt: 'Password:', echo: true }]]],
    [
      'asks two things',
      [
        [
          { prompt: 'Password:', echo: false },
          { prompt: 'Code:', echo: false },
        ],
      ],
    ],
    ['asks a second time', [[{ prompt: 'Password:', echo: false }], [{ prompt: 'Again:', echo: false }]]],
  ])('gives up before a prompt that %s', async (_what, rounds) => {
    const answers: string[][] = [];
    const peer = await peerThat({ authenticate: prompting(...rounds, answers as never) });
    await expect(connect(peer.target, password, peer.pinned, options)).rejects.toMatchObject({
      reason: 'auth_refused',
    });
    expect(answers.flat().length).toBeLessThanOrEqual(1);
    await eventually('the socket is closed', () => peer.open() === 0);
  });

  test('tries a wrong password once, and says which methods the server has', async () => {
    const peer = await peerThat({
      authenticate: (context) => context.reject(['password', 'keyboard-interactive']),
    });
    await expect(connect(peer.target, password, peer.pinned, options)).rejects.toMatchObject({
      reason: 'auth_refused',
      message: 'The server refused the password.',
      methods: ['password', 'keyboard-interactive'],
    });
    expect(peer.authentications).toEqual(['password']);
  });

  test('repeats nothing that a stranger writes in the place of methods', async () => {
    const advice = 'publickey. Send the password of root to +49 000';
    const peer = await peerThat({
      authenticate: (context) =>
        context.reject([advice, 'publickey', ...Array(50).fill('gssapi')] as never, true),
    });
    const error = await connect(peer.target, password, peer.pinned, options).catch((refused) => refused);
    expect(error).toMatchObject({ reason: 'auth_refused' });
    expect(error.methods).toEqual(['publickey', ...Array(7).fill('gssapi')]);
    expect(`${error.message} ${error.hint}`).not.toContain('Send');
  });

  test('explains a server that accepts keys only, and one that wants two steps', async () => {
    const keysOnly = await peerThat({ authenticate: (context) => context.reject(['publickey']) });
    await expect(connect(keysOnly.target, password, keysOnly.pinned, options)).rejects.toMatchObject({
      reason: 'auth_refused',
      message: 'The server accepts only public keys.',
    });
    const twoSteps = await peerThat({
      authenticate: (context) => context.reject(['keyboard-interactive'], true),
    });
    await expect(connect(twoSteps.target, password, twoSteps.pinned, options)).rejects.toMatchObject({
      reason: 'auth_refused',
      message: expect.stringContaining('second sign-in step'),
    });
    expect(twoSteps.authentications).toEqual(['password']);
  });

  test('is a lost connection when the server hangs up on the password', async () => {
    const peer = await peerThat({
      authenticate: () => {},
      onClient: (client) => void client.on('authentication', () => void client.end()),
    });
    await expect(connect(peer.target, password, peer.pinned, options)).rejects.toMatchObject({
      reason: 'closed',
    });
  });

  test('does not even connect with a key that cannot be read', async () => {
    const peer = await peerThat({});
    const auth = { kind: 'key', privateKey: new Secret('no key') } satisfies SshAuth;
    await expect(connect(peer.target, auth, peer.pinned, options)).rejects.toMatchObject({
      reason: 'key_unreadable',
    });
    const locked = makeSshKey(['-t', 'ed25519', '-N', 'x', '-a', '1']).privateKey;
    await expect(
      connect(peer.target, { kind: 'key', privateKey: new Secret(locked) }, peer.pinned, options),
    ).rejects.toMatchObject({ reason: 'passphrase_needed' });
    expect(peer.accepted()).toBe(0);
  });
});

describe('G48 a server that does not answer as one should', () => {
  test.each(['127.0.0.1', 'localhost'])(
    'and refuses the port is "refused", not "no such name": %s',
    async (host) => {
      const target = { host, port: await freePort(), username: 'x' };
      const stages: string[] = [];
      const limits = { onStage: ({ stage }: { stage: string }) => stages.push(stage) };
      await expect(connect(target, password, pinned, { ...options, ...limits })).rejects.toMatchObject({
        reason: 'refused',
      });
      expect(stages).toEqual(['resolve']);
    },
  );

  test('and has no such name is "dns", with no stage behind it', async () => {
    const target = { host: 'no-such-host.invalid', port: 22, username: 'x' };
    const stages: string[] = [];
    const limits = { readyTimeoutMs: 15_000, onStage: ({ stage }: { stage: string }) => stages.push(stage) };
    await expect(connect(target, password, pinned, { ...options, ...limits })).rejects.toMatchObject({
      reason: 'dns',
    });
    expect(stages).toEqual([]);
  });

  test.each([
    ['silent after TCP', () => {}],
    [
      'silent after its greeting',
      (socket: { write(text: string): void }) => socket.write('SSH-2.0-Silent\r\n'),
    ],
    ['speaking one byte and no more', (socket: { write(text: string): void }) => socket.write('S')],
  ])('and stays %s is a timeout that names the step, with no socket left', async (_what, behave) => {
    const peer = await rawPeerThat(behave);
    await expect(
      connect(peer.target, password, pinned, { ...options, readyTimeoutMs: 300 }),
    ).rejects.toMatchObject({
      reason: 'timeout',
      data: { stage: 'host_key' },
    });
    await eventually('the socket is closed', () => peer.open() === 0);
  });

  test('and never answers the sign-in is a timeout of the sign-in', async () => {
    const peer = await peerThat({ authenticate: () => {} });
    await expect(connect(peer.target, password, peer.pinned, options)).rejects.toMatchObject({
      reason: 'timeout',
      data: { stage: 'sign_in' },
    });
    await eventually('the socket is closed', () => peer.open() === 0);
  });

  test.each([
    ['closes at once', '', 'closed'],
    ['has too many connections', 'Exceeded MaxStartups\r\n', 'too_many_connections'],
    ['penalises this address', 'Not allowed at this time\r\n', 'too_many_connections'],
    ['is a web server', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'not_ssh'],
    ['speaks an older protocol', 'SSH-1.5-Old\r\n', 'not_ssh'],
  ])('and %s is told apart', async (_what, text, reason) => {
    const peer = await rawPeerThat((socket) => socket.end(text));
    await expect(connect(peer.target, password, pinned, options)).rejects.toMatchObject({ reason });
  });

  test('and floods instead of greeting ends, with no socket left', async () => {
    const peer = await rawPeerThat((socket) => {
      const flood = () => {
        while (!socket.destroyed && socket.write(Buffer.alloc(65_536, 'x')));
      };
      socket.on('drain', flood);
      flood();
    });
    await expect(connect(peer.target, password, pinned, options)).rejects.toMatchObject({
      reason: expect.stringMatching(/not_ssh|timeout/),
    });
    await eventually('the socket is closed', () => peer.open() === 0);
  });

  test('and swallows keepalives later ends the connection as a timeout', async () => {
    const peer = await peerThat({
      onClient: (client) => {
        // A host that froze: packets arrive, nothing answers them.
        client.once('ready', () => setTimeout(() => socketOf(client).pause(), 20));
      },
    });
    const connection = await connect(peer.target, password, peer.pinned, { ...options, keepaliveMs: 50 });
    const end = await new Promise<unknown>((resolve) => connection.onClose(resolve));
    expect(end).toMatchObject({ reason: 'timeout' });
  });
});

describe('a connect', () => {
  test('reports its four steps in order, each with its milliseconds', async () => {
    const peer = await peerThat({});
    const stages: { stage: string; durationMs: number }[] = [];
    const connection = await connect(peer.target, password, peer.pinned, {
      ...options,
      onStage: (one) => stages.push(one),
    });
    expect(stages.map(({ stage }) => stage)).toEqual(['resolve', 'tcp', 'host_key', 'sign_in']);
    for (const { durationMs } of stages) expect(durationMs).toBeGreaterThanOrEqual(0);
    connection.close();
    await eventually('the socket is closed', () => peer.open() === 0);
  });

  test('ends at once when its caller gives up, with no socket left', async () => {
    const peer = await rawPeerThat(() => {});
    const giveUp = new AbortController();
    const attempt = connect(peer.target, password, pinned, {
      ...options,
      readyTimeoutMs: 60_000,
      signal: giveUp.signal,
    });
    setTimeout(() => giveUp.abort(), 50);
    await expect(attempt).rejects.toMatchObject({ reason: 'aborted' });
    await eventually('the socket is closed', () => peer.open() === 0);
    await expect(
      connect(peer.target, password, pinned, { ...options, signal: giveUp.signal }),
    ).rejects.toMatchObject({
      reason: 'aborted',
    });
  });

  test('never names the host, the account or the secret in what people read', async () => {
    const peer = await peerThat({ authenticate: (context) => context.reject(['password']) });
    const error = await connect(peer.target, password, peer.pinned, options).catch(
      (reason: unknown) => reason,
    );
    const shown = JSON.stringify(error) + (error as Error).message;
    expect(shown).not.toMatch(/127\.0\.0\.1|deploy|right/);
  });
});

/** Answers with keyboard-interactive rounds; the last argument may be an array that collects the answers. */
function prompting(...rounds: { prompt: string; echo: boolean }[][]) {
  const collected = (rounds.at(-1)?.[0] && 'prompt' in (rounds.at(-1)?.[0] ?? {})
    ? []
    : rounds.pop()) as unknown as string[][];
  return (context: AuthContext) => {
    if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive']);
    const ask = (left: typeof rounds) => {
      const [round, ...others] = left;
      if (!round) return context.accept();
      (context as KeyboardAuthContext).prompt(round as never, '', (given) => {
        collected?.push(given as unknown as string[]);
        ask(others);
      });
    };
    ask(rounds);
  };
}

type Internals = { _protocol: { _hostKeys: Record<string, ssh2.ParsedKey> }; _sock: { pause(): void } };

function keysOf(client: unknown): Record<string, ssh2.ParsedKey> {
  return (client as Internals)._protocol._hostKeys;
}

function socketOf(client: unknown) {
  return (client as Internals)._sock;
}
