import 'server-only';
import { logInfo, logWarning } from '@/lib/log/logger';
import type { ServerChange } from './outbox';

/** Writes what happened to a server into the system log. */
export function logChange(change: ServerChange): void {
  const { serverId, serverName } = change;
  if (change.kind === 'online') logInfo('metrics', `${serverName} answers again`, { serverId });
  if (change.kind === 'offline')
    logWarning('metrics', `${serverName} is offline`, { serverId, reason: change.reason });
  if (change.kind !== 'alert') return;
  const { measure, after, percent } = change;
  const data = { serverId, measure, percent: Math.round(percent) };
  if (after) logWarning('metrics', `${serverName}: ${names[measure]} is over the ${after} threshold`, data);
  else logInfo('metrics', `${serverName}: ${names[measure]} is below its thresholds again`, data);
}

const names = { cpu: 'CPU', memory: 'memory', disk: 'disk' } as const;
