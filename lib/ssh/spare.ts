import 'server-only';
import type { ClientChannel } from 'ssh2';
import { discardChannel } from './channel';
import type { SshConnection } from './connection';
import type { Limit } from './limit';
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
  limit: Limit,
): Promise<ClientChannel> {
  if (command !== remoteCommands.shell) return await connection.openChannel(command, limit.signal);
  const spare = spares.get(connection) ?? new Spare(connection);
  spares.set(connection, spare);
  const waiting = spare.take();
  spare.prepare();
  const ready = waiting && (await claim(waiting, limit));
  return ready ?? (await connection.openChannel(command, limit.signal));
}

async function claim(shell: WaitingShell, limit: Limit): Promise<ClientChannel | undefined> {
  try {
    return await limit.race(shell.take());
  } catch (error) {
    shell.drop();
    throw error;
  }
}

/** At most one shell that waits for its script, and the time after which it is closed. */
class Spare {
  readonly #connection: SshConnection;
  #shell: WaitingShell | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(connection: SshConnection) {
    this.#connection = connection;
    connection.onCrowded(() => this.#drop());
    connection.onClose(() => this.#drop());
  }

  take(): WaitingShell | undefined {
    const shell = this.#shell;
    this.#shell = undefined;
    return shell;
  }

  prepare(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#drop(), HOLD_MS);
    this.#timer.unref();
    if (this.#connection.channels().open < ROOM) {
      this.#shell ??= new WaitingShell(this.#connection.openChannel(remoteCommands.shell));
    }
  }

  #drop(): void {
    clearTimeout(this.#timer);
    this.take()?.drop();
  }
}

/** A shell that was asked for and has no script yet. One still on its way is taken too: it comes before a new one would. */
class WaitingShell {
  readonly #opened: Promise<ClientChannel | undefined>;
  #ended = false;

  constructor(opening: Promise<ClientChannel>) {
    this.#opened = opening.then(
      (channel) => this.#watch(channel),
      () => undefined,
    );
  }

  /** The channel, for its script; `undefined` when it never came or did not wait. */
  async take(): Promise<ClientChannel | undefined> {
    const channel = await this.#opened;
    channel?.off('data', ignore);
    channel?.stderr.off('data', ignore);
    return this.#ended ? undefined : channel;
  }

  drop(): void {
    this.take().then((channel) => channel && discardChannel(channel), ignore);
  }

  #watch(channel: ClientChannel): ClientChannel {
    const end = () => {
      this.#ended = true;
    };
    channel.on('error', ignore);
    // Read, because only a channel that is read to its end says that it is closed. What login files print is no loss.
    channel.on('data', ignore);
    channel.stderr.on('data', ignore);
    channel.once('exit', end);
    channel.once('close', end);
    return channel;
  }
}

function ignore(): void {}
