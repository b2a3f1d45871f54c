import 'server-only';
import { monotonicMs } from '@/lib/runtime/clock';
import { singleton } from '@/lib/runtime/singleton';

const watched = () => singleton('metrics.watched', () => new Map<string, number>());

/**
 * Says that somebody looks at a server: it is sampled at the shorter interval for the next `forMs` milliseconds. A page
 * says so each time it renders; when it is closed or hidden, nobody renews and the pace falls back by itself.
 */
export function watch(serverId: string, forMs = 30_000): void {
  watched().set(serverId, Math.max(watched().get(serverId) ?? 0, monotonicMs() + forMs));
}

/** The servers somebody looks at now. Forgets those whose time is over. */
export function watchedServers(): string[] {
  const now = monotonicMs();
  for (const [serverId, until] of watched()) if (until <= now) watched().delete(serverId);
  return [...watched().keys()];
}
