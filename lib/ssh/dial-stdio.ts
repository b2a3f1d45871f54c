import 'server-only';
import type { Duplex } from 'node:stream';
import type { SshConnection } from './connection';
import { DialStream } from './dial-stream';
import { remoteCommands } from './remote-command';
import { sudoReadsPassword } from './sudo-password';
import type { Privilege } from './target';

/**
 * Opens a byte stream to the Docker engine of the server, through the Docker command there (`docker system dial-stdio`),
 * shaped so that Node's HTTP client takes it for a socket. It takes one of the connection's channels until it is closed.
 * The stream fails with SshError `closed` whose `data.said` holds what the server printed (engine stopped, no permission).
 * @throws SshError as `run`.
 */
export async function openDialStdio(
  connection: SshConnection,
  privilege: Privilege | undefined,
): Promise<Duplex> {
  if (privilege === undefined || privilege === 'root') {
    return new DialStream(connection, await connection.openChannel(remoteCommands.dockerDial));
  }
  const wantsPassword = await sudoReadsPassword(connection, privilege);
  const channel = await connection.openChannel(remoteCommands.sudoDockerDial);
  if (wantsPassword && typeof privilege === 'object') channel.write(`${privilege.password.reveal()}\n`);
  return new DialStream(connection, channel);
}
