import 'server-only';
import { EventEmitter } from 'node:events';
import { singleton } from '@/lib/runtime/singleton';

function bus(): EventEmitter<{ change: [serverId: string] }> {
  return singleton('servers.sign-in-change', () => new EventEmitter<{ change: [serverId: string] }>());
}

/** Says that the sign-in, address or trusted key of a server changed: connections opened with the old one must go. */
export function announceSignInChange(serverId: string): void {
  bus().emit('change', serverId);
}

/** Calls `listener` at each such change until the returned function is called. */
export function onSignInChange(listener: (serverId: string) => void): () => void {
  bus().on('change', listener);
  return () => bus().off('change', listener);
}
