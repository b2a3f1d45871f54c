import 'server-only';
import type { ServerRow } from '@/db/servers/tables';
import type { ServerFacts } from '@/lib/servers/facts/facts';
import type { VersionConfig } from './version-config';

/** What a server contributes to the values of an app. Servers do not tell their time zone: clocks of servers run in UTC. */
export function serverDefaults(server: Pick<ServerRow, 'host' | 'systemInfo'>): VersionConfig['server'] {
  const facts = server.systemInfo as ServerFacts | null;
  const memoryBytes = facts?.memory.totalBytes;
  return {
    host: server.host,
    timezone: 'Etc/UTC',
    uid: 1000,
    gid: 1000,
    ...(memoryBytes ? { memoryBytes } : {}),
    sharedFolders: [],
  };
}
