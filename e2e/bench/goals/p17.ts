import { createServer, type Socket } from 'node:net';
import { column, contest, type Round } from '../contest';
import type { Bench, Goal } from '../goal';
import { quantile } from '../numbers';
import { startFleet } from '../targets/fleet';
import { startHosts } from '../targets/hosts';

const HOSTS = 100;
const SILENT = 5;

/** A few hosts accept and never say a word: what does that cost the others? */
export const goal: Goal = {
  id: 'P17',
  title: `${SILENT} of ${HOSTS} silent`,
  async measure(bench) {
    const hosts = await startHosts(bench, HOSTS);
    const peer = await silentPeer(bench);
    const isSilent = (index: number) => index % (HOSTS / SILENT) === 0;
    const silent = new Map(hosts.addresses.filter((_, index) => isSilent(index)).map((host) => [host, peer]));
    const fleet = await startFleet(bench, hosts, silent);
    const every = [...hosts.addresses.keys()];
    const [healthy, dead] = [every.filter((index) => !isSilent(index)), every.filter(isSilent)];
    const sweep = (indexes: readonly number[]) => async (): Promise<Round> => {
      // The silent ones are tried anew each time; the others keep their connections, as in every day's work.
      fleet.disconnect(dead);
      const turns = fleet.durations(indexes);
      const took = await Promise.all(healthy.map((index) => turns.get(index)));
      return { p99: quantile(took.map(Number), 0.99) };
    };
    const kept = await contest(bench.rounds, {
      healthy: sweep(healthy),
      again: sweep(healthy),
      mixed: sweep(every),
    });
    return [
      {
        id: 'P17',
        what: `perf P17 sweep, ${SILENT} of ${HOSTS} silent, p99`,
        unit: 'ms',
        ours: column(kept.mixed, 'p99'),
        anchor: { name: 'the same fleet without them', values: column(kept.healthy, 'p99') },
        goal: { kind: 'ratio', atMost: 1.2 },
      },
    ];
  },
};

/** Accepts every connection and says nothing. */
async function silentPeer(bench: Bench): Promise<number> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {});
    socket.resume();
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  bench.afterwards(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
