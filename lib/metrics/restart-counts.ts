import 'server-only';
import { isDockerError } from '@/lib/docker/errors';

const AT_ONCE = 200;

/** How often containers were started again by their engine: the list does not say it, so each is asked once and after news. */
export class RestartCounts {
  /** By full container id. */
  readonly known = new Map<string, number>();

  /** Something happened to the container: its count is asked anew with the next list. */
  forget(id: string): void {
    this.known.delete(id);
  }

  /** Asks for the counts that are missing, one after the other, at most 200 in a round. Returns how many it asked. */
  async ask(
    listed: readonly { id: string }[],
    inspect: (id: string) => Promise<{ restartCount: number }>,
  ): Promise<number> {
    const there = new Set(listed.map(({ id }) => id));
    for (const id of this.known.keys()) if (!there.has(id)) this.known.delete(id);
    const missing = listed.filter(({ id }) => !this.known.has(id)).slice(0, AT_ONCE);
    for (const { id } of missing) {
      try {
        this.known.set(id, (await inspect(id)).restartCount);
      } catch (error) {
        // It went between the list and the question.
        if (!isDockerError(error) || error.reason !== 'docker_not_found') throw error;
      }
    }
    return missing.length;
  }
}
