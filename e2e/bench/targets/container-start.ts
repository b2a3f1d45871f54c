import { readFileSync } from 'node:fs';
import { target } from '@/e2e/lab/lab.mjs';
import { Secret } from '@/lib/crypto/secret';
import { EngineAgent } from '@/lib/docker/engine-agent';
import { connect } from '@/lib/ssh/connect';
import { openDialStdio } from '@/lib/ssh/dial-stdio';
import { scanHostKeys } from '@/lib/ssh/scan';
import { dockerOverSsh } from '../anchors/docker-over-ssh';
import { column, contest } from '../contest';
import type { Bench } from '../goal';
import type { Measure } from '../line';
import { labServer } from '../needs.mjs';
import { callEngine } from './engine-call';
import { there } from './lab-server';

const IMAGE = 'busybox:1.36';
const COMMAND = ['sleep', '1000'];
const LABEL = 'tomo-bench';

/** perf P4 (a): create and start one container whose image is there. */
export async function containerLines(bench: Bench, version: string): Promise<Measure[]> {
  await there(`docker image inspect ${IMAGE} >/dev/null 2>&1 || docker pull -q ${IMAGE}`);
  const agent = await engineOverSsh(bench);
  const tidy = () => there(`docker ps -aq --filter label=${LABEL} | xargs -r docker rm -f`);
  bench.afterwards(tidy);
  const [cold, warm] = [
    await dockerOverSsh(bench, labServer, false),
    await dockerOverSsh(bench, labServer, true),
  ];
  const run = ['run', '-d', '--label', LABEL, IMAGE, ...COMMAND];
  const ours = async () => {
    const since = performance.now();
    const made = await callEngine(agent, 'POST', '/containers/create', {
      Image: IMAGE,
      Cmd: COMMAND,
      Labels: { [LABEL]: '' },
    });
    await callEngine(agent, 'POST', `/containers/${JSON.parse(made).Id}/start`);
    return performance.now() - since;
  };
  const tidied = (work: () => Promise<number>) => async () => {
    const ms = await work();
    await tidy();
    return { ms };
  };
  bench.say('starting containers');
  const kept = await contest(bench.rounds, {
    ours: tidied(ours),
    again: tidied(ours),
    cold: tidied(async () => (await cold(...run)).ms),
    warm: tidied(async () => (await warm(...run)).ms),
    local: tidied(() => timedThere(`docker ${run.join(' ')}`)),
  });
  const line = (id: string, name: 'cold' | 'warm' | 'local', what: string, atMost: number): Measure => ({
    id,
    what: 'perf P4 create and start a container',
    unit: 'ms',
    ours: column(kept.ours, 'ms'),
    again: column(kept.again, 'ms'),
    anchor: { name: what, command: `docker ${run.join(' ')}`, version, values: column(kept[name], 'ms') },
    goal: { kind: 'ratio', atMost },
  });
  return [
    line('P4a', 'cold', 'docker -H ssh:// run -d, cold', 0.5),
    line('P4b', 'warm', 'docker -H ssh:// run -d, warm master', 1),
    line('P4c', 'local', 'docker run -d on the target', 1.25),
  ];
}

/** Milliseconds that a command takes there, by the target's own clock. */
export async function timedThere(command: string): Promise<number> {
  const said = await there(
    `s=$(date +%s%N); { ${command}; } >/dev/null 2>&1 || exit; e=$(date +%s%N); echo $(((e - s) / 1000))`,
  );
  return Number(said) / 1000;
}

async function engineOverSsh(bench: Bench): Promise<EngineAgent> {
  const { host, port, accounts } = target(labServer);
  const [pinned] = await scanHostKeys({ host, port }, { timeoutMs: 10_000 });
  if (!pinned) throw new Error(`${labServer} showed no host key`);
  const privateKey = new Secret(readFileSync(accounts.root.privateKeyPath ?? '', 'utf8'));
  const connection = await connect({ host, port, username: 'root' }, { kind: 'key', privateKey }, pinned, {
    readyTimeoutMs: 20_000,
    keepaliveMs: 60_000,
  });
  bench.afterwards(() => connection.close());
  return new EngineAgent(() => openDialStdio(connection, 'root'), { maxSockets: 3, streaming: false });
}
