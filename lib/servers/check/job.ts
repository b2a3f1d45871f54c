import 'server-only';
import { z } from 'zod';
import { database } from '@/db/client';
import { updateServerObserved, updateServerStatus } from '@/db/servers/mutations';
import { findServer } from '@/db/servers/queries';
import type { ServerRow } from '@/db/servers/tables';
import { write } from '@/db/write';
import { defineJob, type RunningJob } from '@/lib/jobs/define';
import { jobLines } from '@/lib/jobs/job-lines';
import { nowIso } from '@/lib/runtime/clock';
import { isTomoError, notFound } from '@/lib/runtime/errors';
import { readSetting } from '@/lib/settings/read';
import { scanHostKeys } from '@/lib/ssh/scan';
import type { Stage, StageReport } from '@/lib/ssh/stages';
import type { ServerLink } from '../link';
import { throughJump, withServer } from '../with-server';
import { storeFacts } from './facts-store';
import { describeFacts } from './facts-text';
import { readFacts } from './read-facts';
import { settlePrivileges } from './settle-privileges';

const payload = z.strictObject({ serverId: z.string(), jump: z.boolean().optional() });

const checkSteps = ['resolve', 'tcp', 'host_key', 'sign_in', 'privileges', 'facts'] as const;

/**
 * Checks a server in stages and says at which one it fails. Without a trusted host key, or when it was contradicted, it
 * ends there, having shown the keys and sent no credential.
 */
export const checkServerJob = defineJob({
  kind: 'server.check',
  payload,
  permission: 'servers.operate',
  lines: jobLines,
  steps: ({ jump }) => (jump ? ['jump', ...checkSteps] : [...checkSteps]),
  async run(job) {
    const server = await findServer(database(), job.payload.serverId);
    if (!server) throw notFound('This server');
    const stages = new Stages();
    try {
      const isTrusted = server.hostKeyPublic !== null && server.status !== 'host_key_changed';
      return isTrusted ? await checkTrusted(job, server, stages) : await scan(job, server, stages);
    } catch (error) {
      if (!job.signal.aborted) await noteFailure(server, error, stages.has('sign_in'));
      throw error;
    }
  },
});

type Job = RunningJob<z.infer<typeof payload>>;

async function scan(job: Job, server: ServerRow, stages: Stages): Promise<Record<string, unknown>> {
  const scanned = stages.follow(
    throughJump(server, { signal: job.signal, onJump: stages.jumped }, (via) =>
      scanHostKeys(server, {
        timeoutMs: readSetting('ssh.connect_timeout_seconds') * 1000,
        signal: job.signal,
        oldAlgorithms: server.allowLegacyAlgorithms,
        via,
        onStage: stages.report,
      }),
    ),
  );
  if (job.payload.jump) await stageStep(job, stages, 'jump', scanned);
  await stageStep(job, stages, 'resolve', scanned);
  await stageStep(job, stages, 'tcp', scanned);
  await job.step('host_key', async (step) => {
    const keys = await scanned;
    for (const key of keys) step.log(`${key.type} ${key.fingerprint}`);
    const offered = keys.map((key) => ({
      type: key.type,
      public: key.blob,
      fingerprint: key.fingerprint,
      seen_at: nowIso(),
    }));
    await write(async (tx) => {
      // Trusted meanwhile: what this look saw decides nothing any more.
      if ((await findServer(tx, server.id))?.hostKeyPublic !== server.hostKeyPublic) return;
      await updateServerObserved(tx, server.id, { hostKeyOffered: inPlaceOf(server, offered) });
      await updateServerStatus(tx, server.id, { status: 'unknown', statusReason: null });
    });
    return { summary: 'Waiting for you to confirm the key. No credential has been sent.' };
  });
  return { waitsFor: 'host_key' };
}

/** For a changed key the one that replaces it: of the same type where the server still has such a key. */
function inPlaceOf<Key extends { type: string }>(server: ServerRow, keys: Key[]): Key[] {
  if (server.hostKeyPublic === null) return keys;
  const successor = keys.find((key) => key.type === server.hostKeyType) ?? keys[0];
  return successor ? [successor] : [];
}

async function checkTrusted(job: Job, server: ServerRow, stages: Stages): Promise<Record<string, unknown>> {
  const lent = borrow(job, server, stages);
  try {
    if (job.payload.jump) await stageStep(job, stages, 'jump', lent.link);
    for (const stage of ['resolve', 'tcp', 'host_key', 'sign_in'] as const) {
      await stageStep(job, stages, stage, lent.link);
    }
    const { connection } = await lent.link;
    await job.step('privileges', async (step) => ({
      summary: await settlePrivileges(step, server, connection),
    }));
  } finally {
    lent.giveBack();
  }
  const { summary } = await job.step('facts', async (step) => {
    const found = await withServer(server.id, (link) => readFacts(link, job.signal));
    await storeFacts(server.id, found);
    for (const line of describeFacts(found)) step.log(line);
    return { summary: found.os.name };
  });
  return { system: summary };
}

/** A connection of its own, so that every stage is really gone through; held until `giveBack`. */
function borrow(job: Job, server: ServerRow, stages: Stages) {
  let giveBack = () => {};
  const returned = new Promise<void>((resolve) => {
    giveBack = resolve;
  });
  const link = new Promise<ServerLink>((resolve, reject) => {
    withServer(
      server.id,
      async (lent) => {
        resolve(lent);
        await returned;
      },
      { fresh: true, signal: job.signal, onStage: stages.report, onJump: stages.jumped },
    ).catch(reject);
  });
  return { link: stages.follow(link), giveBack: () => giveBack() };
}

type CheckStage = Stage | 'jump';

/** Each stage of one connect is a step of its own; the connect's failure belongs to the stage it happened in. */
class Stages {
  readonly #done = new Set<CheckStage>();
  readonly #waiting = new Map<CheckStage, () => void>();

  readonly report = ({ stage }: StageReport): void => this.#reach(stage);
  readonly jumped = (): void => this.#reach('jump');

  /** Marks the rejection as seen: it is awaited stage by stage. */
  follow<T>(promise: Promise<T>): Promise<T> {
    promise.catch(() => {});
    return promise;
  }

  has(stage: CheckStage): boolean {
    return this.#done.has(stage);
  }

  async reached(stage: CheckStage): Promise<void> {
    if (!this.#done.has(stage)) await new Promise<void>((resolve) => this.#waiting.set(stage, resolve));
  }

  #reach(stage: CheckStage): void {
    this.#done.add(stage);
    this.#waiting.get(stage)?.();
  }
}

async function stageStep(
  job: Job,
  stages: Stages,
  stage: CheckStage,
  whole: Promise<unknown>,
): Promise<void> {
  await job.step(stage, async () => {
    await Promise.race([stages.reached(stage), whole]);
    return { summary: stageWords[stage] };
  });
}

const stageWords: Record<CheckStage, string> = {
  jump: 'The jump host is connected',
  resolve: 'Name resolved',
  tcp: 'The port answers',
  host_key: 'The trusted key was shown',
  sign_in: 'Sign-in accepted',
};

/** After an accepted sign-in these say that the connection was lost; anything else is the matter with a server that is there. */
const lost = new Set(['closed', 'timeout', 'idle']);

/**
 * People asked for this check, so its failure is what is known of the server now: not reachable, or reachable and not
 * usable for a reason that its screens show. A changed key is noted where it is seen.
 */
async function noteFailure(server: ServerRow, error: unknown, signedIn: boolean): Promise<void> {
  const reason = isTomoError(error) ? (error.reason ?? error.code) : 'unexpected';
  if (reason === 'host_key_changed') return;
  const now = nowIso();
  const there = signedIn && !lost.has(reason);
  const unreached = server.hostKeyPublic ? ('offline' as const) : ('unknown' as const);
  await write((tx) =>
    updateServerStatus(tx, server.id, {
      status: there ? 'online' : unreached,
      statusReason: reason,
      statusChangedAt: now,
      ...(there ? { lastConnectedAt: now, consecutiveFailures: 0 } : {}),
    }),
  );
}
