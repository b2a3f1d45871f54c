import 'server-only';
import { type DockerEngine, openEngine } from '@/lib/docker/engine';
import { singleton } from '@/lib/runtime/singleton';
import type { ServerLink } from '@/lib/servers/link';
import { withServer } from '@/lib/servers/with-server';

/** A connection carries eight channels: two for questions, the others for logs. */
const ROOM = { calls: 2, streams: 6 };

type Open = { link: Promise<ServerLink>; end: () => void };

/**
 * The connection over which the logs of one app are read, held while anybody reads and closed with the last one. It is one
 * of its own: logs that are followed for hours must not take the channels that jobs and samples need.
 */
class LogLink {
  #users = 0;
  #open: Open | undefined;

  constructor(
    private readonly serverId: string,
    private readonly onIdle: () => void,
  ) {}

  /** Lends the engine, and the secrets of the connection that no line may show. */
  async use<T>(fn: (engine: DockerEngine, link: ServerLink) => Promise<T>): Promise<T> {
    const open = this.#current();
    this.#users += 1;
    try {
      const link = await open.link;
      return await fn(openEngine(link.connection, link.privilege, ROOM), link);
    } finally {
      this.#users -= 1;
      if (this.#users === 0) this.#close();
    }
  }

  #current(): Open {
    this.#open ??= this.#begin();
    return this.#open;
  }

  #begin(): Open {
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const link = new Promise<ServerLink>((resolve, reject) => {
      const lend = (lent: ServerLink) => {
        // The next reader after a lost connection opens another one.
        lent.connection.onClose(() => this.#forget(open));
        resolve(lent);
        return ended;
      };
      withServer(this.serverId, lend, { fresh: true }).catch((error) => {
        this.#forget(open);
        reject(error);
      });
    });
    const open = { link, end };
    link.catch(() => {});
    return open;
  }

  #forget(open: Open): void {
    if (this.#open === open) this.#open = undefined;
    open.end();
  }

  #close(): void {
    this.#open?.end();
    this.#open = undefined;
    this.onIdle();
  }
}

/** The connection for the logs of an app. */
export function logLink(appId: string, serverId: string): LogLink {
  const links = singleton('apps.log-links', () => new Map<string, LogLink>());
  const known = links.get(appId) ?? new LogLink(serverId, () => links.delete(appId));
  links.set(appId, known);
  return known;
}
