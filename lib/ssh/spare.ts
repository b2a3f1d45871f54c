import 'server-only';
import type { ClientChannel } from 'ssh2';
import { discardChannel } from './channel';
import type { SshConnection } from './connection';
import { type RemoteCommand, remoteCommands } from './remote-command';

const HOLD_MS = 30_000;
// Below this many open channels there is always room for one that nobody needs yet.
const ROOM = 5;

const spares = new WeakMap<SshConnection, Spare>();

/**
 * Opens the channel of a script. While scripts follow each other on a connection, the shell of the next one is opened
 * ahead: two of the three round trips of a command are gone then. Half a minute after the last script the spare is closed.
 * @throws SshError as `SshConnection.openChannel`
 */
export async function openShell(
  connection: SshConnection,
  command: RemoteCommand,
  signal: AbortSignal,
): Promise<ClientChannel> {
  if (command !== remoteCommands.shell) return await connection.openChannel(command, signal);
  const spare = spares.get(connection) ?? new Spare(connection);
  spares.set(connection, spare);
  const ready = spare.take();
  spare.prepare();
  return ready ?? (await connection.openChannel(command, signal));
}

/** At most one shell that waits for its script. */
class Spare {
  readonly #connection: SshConnection;
  #channel: ClientChannel | undefined;
  #opening = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(connection: SshConnection) {
    this.#connection = connection;
    connection.onCrowded(() => this.#drop());
    connection.onClose(() => clearTimeout(this.#timer));
  }

  take(): ClientChannel | undefined {
    const channel = this.#channel;
    this.#channel = undefined;
    channel?.off('data', ignore);
    channel?.stderr.off('data', ignore);
    return channel;
  }

  prepare(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#drop(), HOLD_MS);
    this.#timer.unref();
    if (this.#opening || this.#connection.channels().open >= ROOM) return;
    this.#opening = true;
    this.#connection.openChannel(remoteCommands.shell).then(
      (channel) => this.#keep(channel),
      () => {
        this.#opening = false;
      },
    );
  }

  #keep(channel: ClientChannel): void {
    this.#opening = false;
    this.#channel = channel;
    channel.on('error', ignore);
    // Read, because only a channel that is read to its end says that it is closed. What login files print is no loss.
    channel.on('data', ignore);
    channel.stderr.on('data', ignore);
    // A shell that does not wait is none: the account has no shell, or the server is going down.
    const ended = () => {
      if (this.#channel === channel) this.#drop();
    };
    channel.once('exit', ended);
    channel.once('close', ended);
    this.#connection.onClose(ended);
  }

  #drop(): void {
    clearTimeout(this.#timer);
    const channel = this.take();
    if (channel) discardChannel(channel);
  }
}

function ignore(): void {}
