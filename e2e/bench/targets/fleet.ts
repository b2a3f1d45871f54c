import { once } from 'node:events';
import { insertServer } from '@/db/servers/mutations';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import { liveServer } from '@/lib/metrics/live';
import { metricSettings } from '@/lib/metrics/metric-settings';
import { rowOf } from '@/lib/metrics/open-row';
import { Outbox } from '@/lib/metrics/outbox';
import { sampleScript } from '@/lib/metrics/sample-script';
import { SampledServer, type Ways } from '@/lib/metrics/sampled-server';
import { openSamplerOver } from '@/lib/metrics/sampler';
import { nowIso } from '@/lib/runtime/clock';
import { newId } from '@/lib/runtime/ids';
import { readFacts } from '@/lib/servers/check/read-facts';
import { saveCredential } from '@/lib/servers/credentials';
import { closeConnections, dropConnection, withServer } from '@/lib/servers/with-server';
import { prepareSettings } from '@/lib/settings/read';
import { fingerprintOf } from '@/lib/ssh/host-key';
import type { Bench } from '../goal';
import type { Hosts } from './hosts';

export const sampleBody = sampleScript.body;

/** Servers of Tomo in a database of their own, sampled by the collector's own parts. */
export type Fleet = {
  /** One sample of each, at once. */
  sample(): Promise<void>;
  /** Begins one sample of each host in `indexes`, all at once: the time that each takes, in milliseconds, by index. */
  durations(indexes: readonly number[]): Map<number, Promise<number>>;
  /** Asks each for everything that its page shows, 32 at once. */
  facts(): Promise<void>;
  /** How many servers have answered twice: that makes numbers. */
  measured(): number;
  /** Closes the minute of every server and stores the rows; resolves after the commit. */
  store(): Promise<void>;
  /** Lets go of the connections of all hosts, or of those in `indexes`, so that the next sample is a cold one. */
  disconnect(indexes?: readonly number[]): void;
};

/** Adds a server for every address; `silent` maps some addresses to the port of something that never answers. */
export async function startFleet(
  bench: Bench,
  hosts: Hosts,
  silent: ReadonlyMap<string, number> = new Map(),
): Promise<Fleet> {
  const database = await freshDatabase();
  bench.afterwards(async () => {
    await closeConnections();
    await database.close();
  });
  await prepareSettings();
  const ids = await addServers(hosts, silent);
  const outbox = new Outbox(async () => {});
  const ways: Ways = {
    openSampler: (serverId) => openSamplerOver((use) => withServer(serverId, use)),
    // These hosts run no containers, and the programs beside which they are measured ask no engine either.
    lendEngine: (_serverId, _use, signal) => once(signal, 'abort').then(() => signal.throwIfAborted()),
    appLabel: 'dev.tomo.instance',
  };
  const turns = { seconds: () => performance.now() / 1000, soon: () => {} };
  const sampled = [...ids.keys()].map(start);

  function start(index: number): SampledServer {
    const name = `host-${index}`;
    const stands = {
      status: 'online' as const,
      alerts: {},
      thresholds: null,
      version: 1,
      credentialVersion: 1,
    };
    return new SampledServer({ id: ids[index] ?? '', name, ...stands }, ways, outbox, turns);
  }

  const durations = (indexes: readonly number[]) =>
    new Map(
      indexes.map((index) => {
        const since = performance.now();
        const turn = sampled[index]?.sample(metricSettings());
        return [index, Promise.resolve(turn).then(() => performance.now() - since)];
      }),
    );
  return {
    durations,
    async sample() {
      await Promise.all(durations([...ids.keys()]).values());
    },
    async facts() {
      const waiting = [...ids];
      const ask = async () => {
        for (let id = waiting.shift(); id; id = waiting.shift())
          await withServer(id, (link) => readFacts(link));
      };
      await Promise.all(Array.from({ length: 32 }, ask));
    },
    measured: () => ids.filter((id) => liveServer(id).latest !== null).length,
    async store() {
      for (const id of ids) {
        const { latest } = liveServer(id);
        if (!latest) throw new Error('a server of the fleet was not measured');
        outbox.row(rowOf(id, [latest]));
        outbox.reached(id);
      }
      await outbox.flush();
    },
    disconnect(indexes = [...ids.keys()]) {
      for (const index of indexes) {
        sampled[index]?.close();
        dropConnection(ids[index] ?? '');
        sampled[index] = start(index);
      }
    },
  };
}

async function addServers(
  { sshd, port, addresses }: Hosts,
  silent: ReadonlyMap<string, number>,
): Promise<string[]> {
  const { type, blob } = sshd.hostKeys.ed25519;
  const privateKey = sshd.auth.kind === 'key' ? sshd.auth.privateKey.reveal() : '';
  return write(async (tx) => {
    const ids: string[] = [];
    for (const host of addresses) {
      const id = newId();
      const now = nowIso();
      await insertServer(tx, {
        id,
        name: host,
        host,
        port: silent.get(host) ?? port,
        username: sshd.target.username,
        authType: 'key',
        status: 'online',
        hostKeyType: type,
        hostKeyPublic: blob,
        hostKeyFingerprint: fingerprintOf(Buffer.from(blob, 'base64')),
        hostKeyTrust: 'verified',
        createdAt: now,
        updatedAt: now,
      });
      await saveCredential(tx, id, { authType: 'key', privateKey });
      ids.push(id);
    }
    return ids;
  });
}
