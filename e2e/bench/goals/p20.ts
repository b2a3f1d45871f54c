import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { factsScript } from '@/lib/servers/facts/facts-script';
import { ansibleRaw } from '../anchors/ansible';
import { debian } from '../anchors/debian';
import { warmMasters } from '../anchors/openssh';
import { parallelSsh } from '../anchors/parallel-ssh';
import { column, contest } from '../contest';
import type { Goal } from '../goal';
import type { Measure } from '../line';
import { ask, timedHere } from '../program';
import { startFleet } from '../targets/fleet';
import { startHosts } from '../targets/hosts';

const HOSTS = 200;
/** The hosts all live on this machine, so a round is mostly their own work and takes tens of seconds. */
const MOST_ROUNDS = 3;
/** What the answers need that is quick everywhere. Package managers and Docker would each take seconds, times two hundred. */
const PROGRAMS =
  'awk cat cut date df env getconf grep head id ls sed sleep sort stat tail timeout tr true uname wc';

/** Everything that Tomo shows about a server, asked of a whole fleet over connections that stand. */
export const goal: Goal = {
  id: 'P20',
  title: `facts of ${HOSTS} hosts`,
  async measure(bench) {
    const versions = debian('pssh', 'ansible-core', 'openssh-client', 'openssh-server');
    const programs = path.join(bench.scratch, 'bin');
    mkdirSync(programs);
    for (const name of PROGRAMS.split(' ')) symlinkSync(ask('which', [name]), path.join(programs, name));
    const hosts = await startHosts(bench, HOSTS, { environment: { HOME: bench.scratch, PATH: programs } });
    const fleet = await startFleet(bench, hosts);
    bench.say('opening connections');
    const client = await warmMasters(bench, hosts);
    await fleet.sample();
    const command = `main() {\n${factsScript.body}\n}\nmain`;
    const ours = () => timedHere(fleet.facts);
    bench.say('measuring');
    const kept = await contest(Math.min(bench.rounds, MOST_ROUNDS), {
      ours,
      pssh: async () => times(await parallelSsh(bench, hosts, client, command)),
      ansible: async () => times(await ansibleRaw(bench, hosts, client, command)),
    });
    const line = (
      id: string,
      measure: 'ms' | 'cpuMs',
      anchor: 'pssh' | 'ansible',
      atMost: number,
    ): Measure => ({
      id,
      what: `facts of ${HOSTS} hosts, ${measure === 'ms' ? 'wall' : 'client CPU'}`,
      unit: 'ms',
      ours: column(kept.ours, measure),
      anchor: {
        name:
          anchor === 'pssh' ? 'parallel-ssh -p 32, warm masters' : 'ansible -m raw -f 50, warm, pipelining',
        command:
          anchor === 'pssh' ? 'parallel-ssh -h HOSTS -p 32 FACTS' : 'ansible all -m raw -a FACTS -f 50',
        version: versions[anchor === 'pssh' ? 'pssh' : 'ansible-core'],
        values: column(kept[anchor], measure),
      },
      goal: { kind: 'ratio', atMost },
    });
    return [
      line('P20a', 'ms', 'pssh', 1.1),
      line('P20b', 'ms', 'ansible', 0.8),
      line('P20c', 'cpuMs', 'pssh', 0.3),
    ];
  },
};

const times = ({ ms, cpuMs }: { ms: number; cpuMs: number }) => ({ ms, cpuMs });
