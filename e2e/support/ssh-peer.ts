import { createServer, type Server, type Socket } from 'node:net';
import ssh2, { type AuthContext, type Connection, type ServerChannel } from 'ssh2';
import type { PinnedKey, SshTarget } from '@/lib/ssh/target';
import { makeSshKey, type SshKey } from './ssh-keys';

export type PeerOptions = {
  /** Default: a free one. */
  port?: number;
  /** Default: one fresh Ed25519 key. */
  hostKeys?: SshKey[];
  algorithms?: ssh2.Algorithms;
  /** Decides about each sign-in request; default: accepts everything. */
  authenticate?: (context: AuthContext) => void;
  /** Plays a command. `command` is what was asked for; stdin comes over the channel. Default: exits with 0 at once. */
  exec?: (channel: ServerChannel, command: string, client: Connection) => void;
  /** Whether a command request is answered at all. */
  answersExec?: boolean;
  onClient?: (client: Connection) => void;
};

/** An SSH server that plays what a real sshd does not do, and remembers what it was told. */
export type Peer = {
  target: SshTarget;
  pinned: PinnedKey;
  /** Every authentication request that arrived, by method. */
  authentications: string[];
  /** Connections that are open right now. */
  open(): number;
  /** Connections that ever came. */
  accepted(): number;
  close(): Promise<void>;
};

/** Starts a peer on 127.0.0.1. */
export async function startPeer(options: PeerOptions = {}): Promise<Peer> {
  const hostKeys = options.hostKeys ?? [makeSshKey()];
  const authentications: string[] = [];
  const server = new ssh2.Server(
    { hostKeys: hostKeys.map((key) => key.privateKey), algorithms: options.algorithms },
    (client) => {
      client.on('error', () => {});
      client.on('authentication', (context) => {
        authentications.push(context.method);
        (options.authenticate ?? ((any) => any.accept()))(context);
      });
      client.on('session', (accept) => {
        const session = accept();
        session.on('exec', (acceptExec, _reject, info) => {
          if (options.answersExec === false) return;
          const channel = acceptExec();
          channel.on('error', () => {});
          channel.stderr.on('error', () => {});
          (options.exec ?? exitAtOnce)(channel, info.command, client);
        });
      });
      options.onClient?.(client);
    },
  );
  const listening = server as unknown as { _srv: Server };
  const watch = await listen(listening._srv, options.port);
  const [first] = hostKeys;
  return {
    ...watch,
    pinned: { type: first?.type ?? '', blob: first?.blob ?? '' },
    authentications,
  };
}

/** Starts a peer that speaks whatever `onSocket` writes: silence, half a greeting, a web server. */
export async function startRawPeer(
  onSocket: (socket: Socket) => void,
): Promise<Omit<Peer, 'pinned' | 'authentications'>> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    // A socket nobody reads never learns that the other side has gone.
    socket.resume();
    onSocket(socket);
  });
  return await listen(server);
}

/** Reads a script from the channel's stdin and calls `then` with it when it has come to its end. */
export function readScript(channel: ServerChannel, then: (script: string) => void): void {
  let script = '';
  channel.on('data', (chunk: Buffer) => {
    script += chunk;
  });
  channel.once('end', () => then(script));
}

/** The framing words in a script that `run` sent. */
export function marksIn(script: string): { begin: string; end: string } {
  const begin = /tomo-begin-\w+/.exec(script)?.[0] ?? '';
  return { begin, end: begin.replace('begin', 'end') };
}

function exitAtOnce(channel: ServerChannel): void {
  channel.exit(0);
  channel.end();
}

async function listen(server: Server, wanted = 0) {
  const sockets = new Set<Socket>();
  let accepted = 0;
  server.on('connection', (socket: Socket) => {
    accepted += 1;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(wanted, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    target: { host: '127.0.0.1', port, username: 'deploy' },
    open: () => sockets.size,
    accepted: () => accepted,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
