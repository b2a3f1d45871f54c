import 'server-only';
import type { Duplex } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import type { SshConnection } from './connection';
import { DialStream } from './dial-stream';
import { remoteCommands } from './remote-command';
import { sudoReadsPassword } from './sudo-password';
import type { Privilege } from './target';

/**
 * Opens a byte stream to the Docker engine of the server, through the Docker command there (`docker system dial-stdio`),
 * shaped so that Node's HTTP client takes it for a socket. It takes one of the connection's channels until it is closed.
 * The stream fails with what `run` throws, or with SshError `closed` whose `data.said` holds what the server printed
 * (engine stopped, no permission, no Docker).
 */
export function openDialStdio(connection: SshConnection, privilege: Privilege | undefined): Duplex {
  return new DialStream(connection, (signal) => openChannel(connection, privilege, signal));
}

async function openChannel(
  connection: SshConnection,
  privilege: Privilege | undefined,
  signal: AbortSignal,
): Promise<ClientChannel> {
  if (privilege === undefined || privilege === 'root') {
    return await connection.openChannel(remoteCommands.dockerDial, signal);
  }
  const wantsPassword = await sudoReadsPassword(connection, privilege);
  const channel = await connection.openChannel(remoteCommands.sudoDockerDial, signal);
  if (wantsPassword && typeof privilege === 'object') channel.write(`${privilege.password.reveal()}\n`);
  return channel;
}
