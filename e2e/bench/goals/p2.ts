import { debian } from '../anchors/debian';
import { parallelSsh, sampleCommand } from '../anchors/parallel-ssh';
import { column, contest } from '../contest';
import type { Bench, Goal } from '../goal';
import type { Measure } from '../line';
import { timedHere } from '../program';
import { longestStall } from '../stalls';
import { startFleet } from '../targets/fleet';
import { startHosts } from '../targets/hosts';

const HOSTS = 100;

/** A fleet that nobody is connected to: connect, sign in and one sample of each. */
export const goal: Goal = {
  id: 'P2',
  title: 'connect 100 and sample each',
  async measure(bench) {
    const versions = debian('pssh', 'openssh-client', 'openssh-server');
    const hosts = await startHosts(bench, HOSTS);
    const fleet = await startFleet(bench, hosts);
    const command = await sampleCommand();
    const ours = async () => {
      fleet.disconnect();
      let took = { ms: 0, cpuMs: 0 };
      const stall = await longestStall(async () => {
        took = await timedHere(fleet.sample);
      });
      return { ...took, stall };
    };
    const pssh = (config: string) => async () => {
      const { ms, cpuMs } = await parallelSsh(bench, hosts, ['-F', config], command);
      return { ms, cpuMs };
    };
    bench.say('measuring');
    const kept = await contest(bench.rounds, {
      ours,
      again: ours,
      best: pssh(hosts.client.config),
      stock: pssh(hosts.client.defaults),
    });
    const compared = (id: string, name: 'best' | 'stock', what: string, atMost: number): Measure => ({
      id,
      what: `perf P2 connect ${HOSTS} and sample, wall`,
      unit: 'ms',
      ours: column(kept.ours, 'ms'),
      again: column(kept.again, 'ms'),
      anchor: {
        name: `parallel-ssh -p 32 cold, ${what}`,
        command: 'parallel-ssh -h HOSTS -p 32 SAMPLE',
        version: versions.pssh,
        values: column(kept[name], 'ms'),
      },
      goal: { kind: 'ratio', atMost },
    });
    return [
      compared('P2a', 'best', 'curve25519', 0.85),
      compared('P2b', 'stock', 'defaults', 0.3),
      {
        id: 'P2c',
        what: 'perf P2 longest stall of the loop',
        unit: 'ms',
        ours: column(kept.ours, 'stall'),
        goal: { kind: 'limit', atMost: 50 },
      },
      await refusals(bench),
    ];
  },
};

/** Against the limits of a fresh installation, where every host is the same sshd: worse than any real fleet. */
async function refusals(bench: Bench): Promise<Measure> {
  const hosts = await startHosts(bench, HOSTS, { stock: true });
  const fleet = await startFleet(bench, hosts);
  await fleet.sample();
  await fleet.sample();
  return {
    id: 'P2d',
    what: 'perf P2 refused by stock MaxStartups, MaxSessions',
    unit: '',
    ours: [HOSTS - fleet.measured()],
    goal: { kind: 'count', atMost: 0 },
  };
}
