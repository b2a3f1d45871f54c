import 'server-only';
import { EventEmitter } from 'node:events';
import { singleton } from '@/lib/runtime/singleton';

/** A hint that rows of a server are worth reading again; the rows are the truth, a missed hint costs nothing. */
export type MetricsHint = { serverId: string; what: 'sample' | 'status' };

function emitter(): EventEmitter {
  return singleton('metrics.bus', () => new EventEmitter().setMaxListeners(0));
}

export function publishMetrics(hint: MetricsHint): void {
  emitter().emit('hint', hint);
}

/** Calls `listener` for every hint in this process until the returned function is called. */
export function onMetrics(listener: (hint: MetricsHint) => void): () => void {
  emitter().on('hint', listener);
  return () => emitter().off('hint', listener);
}
