import 'server-only';
import { database } from '@/db/client';
import { listMeasuredServers } from '@/db/metrics/queries';
import { type LatestMetrics, readLatest } from './latest';

/** The newest numbers of these servers, or of all, in the order of their ids; those never measured are missing. */
export async function readFleetMetrics(serverIds?: readonly string[]): Promise<LatestMetrics[]> {
  const db = database();
  const latest = await readLatest(db, serverIds ?? (await listMeasuredServers(db)));
  return [...latest.values()].sort((one, two) => (one.serverId < two.serverId ? -1 : 1));
}
