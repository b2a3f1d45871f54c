import { ansibleRaw } from '../anchors/ansible';
import { debian } from '../anchors/debian';
import { warmMasters } from '../anchors/openssh';
import { parallelSsh, sampleCommand } from '../anchors/parallel-ssh';
import { column, contest } from '../contest';
import type { Goal } from '../goal';
import { timedHere } from '../program';
import { startFleet } from '../targets/fleet';
import { startHosts } from '../targets/hosts';

const HOSTS = 100;

/** The sweep of a fleet: every host sampled once over connections that stand, to the last row committed. */
export const goal: Goal = {
  id: 'P1',
  title: 'sweep 100 warm',
  async measure(bench) {
    const versions = debian('pssh', 'ansible-core', 'openssh-client', 'openssh-server');
    const hosts = await startHosts(bench, HOSTS);
    const fleet = await startFleet(bench, hosts);
    bench.say('opening connections');
    const client = await warmMasters(bench, hosts);
    const command = await sampleCommand();
    // Two samples make a first interval.
    await fleet.sample();
    await fleet.sample();
    const ours = () =>
      timedHere(async () => {
        await fleet.sample();
        await fleet.store();
      });
    bench.say('measuring');
    const kept = await contest(bench.rounds, {
      ours,
      again: ours,
      pssh: () => parallelSsh(bench, hosts, client, command).then(times),
      ansible: () => ansibleRaw(bench, hosts, client, command).then(times),
    });
    const pssh = (measure: string, what: string) => ({
      name: `parallel-ssh -p 32, ${what}`,
      command: `parallel-ssh -h HOSTS -p 32 -x "${client.join(' ')}" SAMPLE`,
      version: versions.pssh,
      values: column(kept.pssh, measure),
    });
    const wall = { unit: 'ms' as const, ours: column(kept.ours, 'ms'), again: column(kept.again, 'ms') };
    return [
      {
        id: 'P1a',
        what: `perf P1 sweep ${HOSTS} warm, wall`,
        ...wall,
        anchor: pssh('ms', 'warm masters'),
        goal: { kind: 'ratio', atMost: 0.4 },
      },
      {
        id: 'P1b',
        what: `perf P1 sweep ${HOSTS} warm, wall`,
        ...wall,
        anchor: {
          name: 'ansible -m raw -f 50, warm, pipelining',
          command: 'ansible all -m raw -a SAMPLE -f 50',
          version: versions['ansible-core'],
          values: column(kept.ansible, 'ms'),
        },
        goal: { kind: 'ratio', atMost: 0.1 },
      },
      {
        id: 'P1c',
        what: `perf P1 sweep ${HOSTS} warm, client CPU`,
        unit: 'ms',
        ours: column(kept.ours, 'cpuMs'),
        again: column(kept.again, 'cpuMs'),
        anchor: pssh('cpuMs', 'without its masters'),
        goal: { kind: 'ratio', atMost: 0.1 },
      },
    ];
  },
};

const times = ({ ms, cpuMs }: { ms: number; cpuMs: number }) => ({ ms, cpuMs });
