import { createServer, type RequestListener } from 'node:http';
import { connect as connectTcp } from 'node:net';
import type { ServerChannel } from 'ssh2';
import { Secret } from '@/lib/crypto/secret';
import { connect } from '@/lib/ssh/connect';
import type { SshConnection } from '@/lib/ssh/connection';
import { startPeer } from './ssh-peer';

export type EnginePeer = {
  connection: SshConnection;
  /** Method and path of every request, in order. */
  requests: string[];
  /** How many streams to the engine were ever opened. */
  dials(): number;
  close(): Promise<void>;
};

/** What engine 26.1 answers to `GET /version`. */
export const engine26 = {
  Version: '26.1.5',
  ApiVersion: '1.45',
  MinAPIVersion: '1.24',
  Os: 'linux',
  Arch: 'amd64',
};

/** A server whose Docker engine is played by `answer`. `GET /version` is answered with `version` beforehand. */
export async function startEnginePeer(
  answer: RequestListener,
  version: object = engine26,
): Promise<EnginePeer> {
  const requests: string[] = [];
  const engine = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    if (request.url?.startsWith('/version')) response.end(JSON.stringify(version));
    else answer(request, response);
  });
  await new Promise<void>((resolve) => engine.listen(0, '127.0.0.1', resolve));
  const address = engine.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  let dials = 0;
  const server = await startDialPeer((channel) => {
    dials += 1;
    const socket = connectTcp({ host: '127.0.0.1', port });
    socket.on('error', () => channel.close());
    socket.on('close', () => {
      channel.exit(0);
      channel.end();
    });
    channel.on('close', () => socket.destroy());
    channel.pipe(socket);
    socket.on('data', (chunk) => {
      if (!channel.write(chunk)) {
        socket.pause();
        channel.once('drain', () => socket.resume());
      }
    });
  });
  return {
    connection: server.connection,
    requests,
    dials: () => dials,
    close: async () => {
      await server.close();
      engine.closeAllConnections();
      await new Promise((resolve) => engine.close(resolve));
    },
  };
}

/** A server where `play` stands for whatever `docker system dial-stdio` starts. */
export async function startDialPeer(play: (channel: ServerChannel, command: string) => void) {
  const peer = await startPeer({ exec: play });
  const auth = { kind: 'password', password: new Secret('x') } as const;
  const limits = { readyTimeoutMs: 5_000, keepaliveMs: 10_000 };
  const connection = await connect(peer.target, auth, peer.pinned, limits);
  return {
    connection,
    close: async () => {
      connection.close();
      await peer.close();
    },
  };
}
