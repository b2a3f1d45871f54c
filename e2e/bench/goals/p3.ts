import { setTimeout as sleep } from 'node:timers/promises';
import { remoteScript } from '@/lib/ssh/command';
import { connect, type SshConnection } from '@/lib/ssh/connect';
import { openKept } from '@/lib/ssh/kept';
import { compose } from '@/lib/ssh/program';
import { run } from '@/lib/ssh/run';
import { debian } from '../anchors/debian';
import { warmMasters } from '../anchors/openssh';
import { column, contest } from '../contest';
import type { Bench, Goal } from '../goal';
import { median } from '../numbers';
import { wall } from '../program';
import { startDelayProxy } from '../targets/delay-proxy';
import { type Hosts, startHosts } from '../targets/hosts';

const RTT = 50;
/** Commands in one turn; their median is the value of the round. */
const COMMANDS = { near: 21, far: 7 };
const script = remoteScript('bench', 'uname -s\ncat /proc/loadavg\n');

/** One command on an open connection, and how many times across the network each kind of question goes. */
export const goal: Goal = {
  id: 'P3',
  title: 'one command on an open connection',
  async measure(bench) {
    const versions = debian('openssh-client', 'openssh-server');
    const hosts = await startHosts(bench, 1);
    const farPort = await startDelayProxy(bench, hosts.port, RTT / 2);
    const near = await contestants(bench, hosts, hosts.port, COMMANDS.near);
    const far = await contestants(bench, hosts, farPort, COMMANDS.far);
    const [here, there] = [await contest(bench.rounds, near), await contest(bench.rounds, far)];
    const anchor = (rounds: typeof here) => ({
      name: 'ssh, warm master, same stdin',
      command: "ssh -S MASTER HOST 'exec /bin/sh -s' < SCRIPT",
      version: versions['openssh-client'],
      values: column(rounds.openssh, 'ms'),
    });
    const compared = (id: string, what: string, rounds: typeof here, name: 'run' | 'spare') => ({
      id,
      what: `perf P3 ${what}`,
      unit: 'ms' as const,
      ours: column(rounds[name], 'ms'),
      again: column(rounds[name === 'run' ? 'runAgain' : 'spareAgain'], 'ms'),
      anchor: anchor(rounds),
      goal: { kind: 'ratio' as const, atMost: 0.5 },
    });
    const trips = (id: string, name: 'connect' | 'run' | 'spare' | 'sample', atMost: number) => ({
      id,
      what: `perf P3 trips of ${name}, without TCP`,
      unit: 'round trips' as const,
      ours: column(there[name], 'ms').map((ms, round) => (ms - (column(here[name], 'ms')[round] ?? 0)) / RTT),
      goal: { kind: 'limit' as const, atMost },
    });
    return [
      compared('P3a', 'run(), RTT 0', here, 'run'),
      compared('P3b', 'run() on a spare shell, RTT 0', here, 'spare'),
      compared('P3c', `run() on a spare shell, RTT ${RTT}`, there, 'spare'),
      trips('P3d', 'connect', 6),
      trips('P3e', 'run', 3.2),
      trips('P3f', 'spare', 1.2),
      trips('P3g', 'sample', 1.2),
    ];
  },
};

async function contestants(bench: Bench, { sshd, client }: Hosts, port: number, count: number) {
  const open = () =>
    connect({ ...sshd.target, port }, sshd.auth, sshd.hostKeys.ed25519, {
      readyTimeoutMs: 20_000,
      keepaliveMs: 60_000,
    });
  const lone = await crowded(await open());
  const warm = await open();
  const kept = await openKept(warm, script);
  bench.afterwards(() => {
    for (const connection of [lone, warm]) connection.close();
  });
  const master = await warmMasters(bench, { client, addresses: ['127.0.0.1'] }, [
    '-p',
    String(port),
    '-o',
    'StrictHostKeyChecking=no',
  ]);
  const { stdin } = compose(script, {}, undefined);
  // A pause as a person or a step makes it: the shell that is opened ahead has come by then, for all the same.
  const pause = port === sshd.target.port ? 10 : 3 * RTT;
  const often = (work: () => Promise<unknown>, times = count) => medianOf(times, pause, work);
  const one = (connection: SshConnection) => () => run(connection, { script, timeoutMs: 10_000 });
  return {
    run: () => often(one(lone)),
    runAgain: () => often(one(lone)),
    spare: () => often(one(warm)),
    spareAgain: () => often(one(warm)),
    sample: () => often(() => kept.request()),
    connect: () => often(async () => (await open()).close(), 3),
    openssh: () => often(() => wall('ssh', [...master, '127.0.0.1', 'exec /bin/sh -s'], stdin)),
  };
}

/** Takes so many channels that no shell is opened ahead: every command pays its whole way. */
async function crowded(connection: SshConnection): Promise<SshConnection> {
  await Promise.all(Array.from({ length: 5 }, () => openKept(connection, script)));
  return connection;
}

async function medianOf(
  times: number,
  pauseMs: number,
  work: () => Promise<unknown>,
): Promise<{ ms: number }> {
  const values: number[] = [];
  for (let index = 0; index < times; index += 1) {
    await sleep(pauseMs);
    const since = performance.now();
    await work();
    values.push(performance.now() - since);
  }
  return { ms: median(values) };
}
