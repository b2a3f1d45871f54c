import type { Api } from '@/e2e/journeys/api';
import { defineApplication } from '@/e2e/journeys/applications';
import { jobEnd, type Started } from '@/e2e/journeys/jobs';
import { jobEvents } from '@/e2e/journeys/stream';
import type { Tomo } from '@/e2e/support/app';
import { column, contest } from '../contest';
import type { Bench } from '../goal';
import type { Measure } from '../line';
import { timedThere } from './container-start';
import { there } from './lab-server';

/** A queue, a database and a browser's click may cost this much more than a person at the server's own console. */
const ALLOWED_MS = 100;
const SERVICES = { web: { image: 'busybox:1.36', command: ['httpd', '-f', '-p', '8080'] } };

type Install = Started & { installedAppId: string };

/** perf P4 (b): from the request to containers that run. The proof that they stay up for ten seconds comes after that. */
export async function deployLines(
  bench: Bench,
  tomo: Tomo,
  admin: Api,
  serverId: string,
): Promise<Measure[]> {
  const applicationId = await defineApplication(tomo, 'bench-web', SERVICES);
  const folder = '/root/tomo-bench';
  const compose = `cd ${folder} && docker compose`;
  await there(
    `mkdir -p ${folder} && cat > ${folder}/compose.yaml <<'EOF'\n${JSON.stringify({ services: SERVICES })}\nEOF`,
  );
  bench.afterwards(() => there(`${compose} down; rm -rf ${folder}`));
  let count = 0;
  const ours = async () => {
    count += 1;
    const since = performance.now();
    const { body, status, text } = await admin.post<Install>('/api/v1/apps', {
      applicationId,
      serverId,
      instanceName: `bench-${count}`,
    });
    if (status !== 202) throw new Error(`the deployment was refused: ${text}`);
    await stepEnd(tomo, admin, body.jobId, 'start');
    const running = performance.now() - since;
    const { state } = await jobEnd(admin, body.jobId);
    const whole = performance.now() - since;
    if (state.status !== 'completed') throw new Error(`the deployment failed: ${state.errorMessage}`);
    const removal = await admin.post<Started>(`/api/v1/apps/${body.installedAppId}/removals`, {
      volumes: true,
    });
    if (removal.status !== 202) throw new Error(`the removal was refused: ${removal.text}`);
    await jobEnd(admin, removal.body.jobId);
    return { ms: running, whole };
  };
  const anchor = async () => {
    const ms = await timedThere(`${compose} config -q && docker compose up -d --wait`);
    await there(`${compose} down -t 0`);
    return { ms };
  };
  bench.say('deploying');
  const kept = await contest(bench.rounds, { ours, anchor });
  const held = column(kept.ours, 'whole').map((ms) => ms / 1000);
  return [
    {
      id: 'P4d',
      what: `perf P4 request to containers running, less ${ALLOWED_MS} ms`,
      unit: 'ms',
      ours: column(kept.ours, 'ms').map((ms) => ms - ALLOWED_MS),
      anchor: {
        name: 'docker compose config, up --wait there',
        command: 'docker compose config -q && docker compose up -d --wait',
        values: column(kept.anchor, 'ms'),
      },
      goal: { kind: 'ratio', atMost: 1.15 },
      notes: `verified after ${Math.max(...held).toFixed(1)} s at most`,
    },
  ];
}

/** Resolves when the stream of the job says that a step has ended. */
async function stepEnd(tomo: Tomo, api: Api, jobId: string, key: string): Promise<void> {
  const enough = new AbortController();
  try {
    for await (const { event, data } of jobEvents(tomo, api, jobId, 0, enough.signal)) {
      const steps = event === 'steps' ? (data as { key: string; status: string }[]) : [];
      const step = steps.find((one) => one.key === key);
      if (step && step.status !== 'pending' && step.status !== 'running') return;
      if (event === 'end') throw new Error(`the job ended before ${key} did`);
    }
  } finally {
    enough.abort();
  }
}
