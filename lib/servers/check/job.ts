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
import { openCredential } from '../credentials';
import type { ServerLink } from '../link';
import { withServer } from '../with-server';
import { storeFacts } from './facts-store';
import { describeFacts } from './facts-text';
import { findPrivileges } from './privileges';
import { readFacts } from './read-facts';

const payload = z.strictObject({ serverId: z.string() });

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
  steps: () => [...checkSteps],
  async run(job) {
    const server = await findServer(database(), job.payload.serverId);
    if (!server) throw notFound('This server');
    try {
      const isTrusted = server.hostKeyPublic !== null && server.status !== 'host_key_changed';
      return isTrusted ? await checkTrusted(job, server) : await scan(job, server);
    } catch (error) {
      if (!job.signal.aborted) await noteFailure(server, error);
      throw error;
    }
  },
});

type Job = RunningJob<z.infer<typeof payload>>;

async function scan(job: Job, server: ServerRow): Promise<Record<string, unknown>> {
  const stages = new Stages();
  const scanned = stages.follow(
    scanHostKeys(server, {
      timeoutMs: readSetting('ssh.connect_timeout_seconds') * 1000,
      signal: job.signal,
      onStage: stages.report,
    }),
  );
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

async function checkTrusted(job: Job, server: ServerRow): Promise<Record<string, unknown>> {
  const stages = new Stages();
  const lent = borrow(job, server, stages);
  try {
    for (const stage of ['resolve', 'tcp', 'host_key', 'sign_in'] as const) {
      await stageStep(job, stages, stage, lent.link);
    }
    const { connection } = await lent.link;
    await job.step('privileges', async (step) => {
      const { auth, sudoPassword } = await openCredential(database(), server.id);
      if (sudoPassword) step.addSecret(sudoPassword);
      const isLoginPassword = auth.kind === 'password' && auth.password.reveal() === sudoPassword?.reveal();
      const { mode } = await findPrivileges(
        connection,
        server.username,
        sudoPassword && { secret: sudoPassword, isLoginPassword },
      );
      await write((tx) => updateServerObserved(tx, server.id, { sudoMode: mode }));
      return { summary: privilegeSentence(mode, server.username) };
    });
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
      { fresh: true, signal: job.signal, onStage: stages.report },
    ).catch(reject);
  });
  return { link: stages.follow(link), giveBack: () => giveBack() };
}

/** Each stage of one connect is a step of its own; the connect's failure belongs to the stage it happened in. */
class Stages {
  readonly #done = new Map<Stage, StageReport>();
  readonly #waiting = new Map<Stage, (report: StageReport) => void>();

  readonly report = (report: StageReport): void => {
    this.#done.set(report.stage, report);
    this.#waiting.get(report.stage)?.(report);
  };

  /** Marks the rejection as seen: it is awaited stage by stage. */
  follow<T>(promise: Promise<T>): Promise<T> {
    promise.catch(() => {});
    return promise;
  }

  reached(stage: Stage): Promise<StageReport> {
    const known = this.#done.get(stage);
    if (known) return Promise.resolve(known);
    return new Promise((resolve) => this.#waiting.set(stage, resolve));
  }
}

async function stageStep(job: Job, stages: Stages, stage: Stage, whole: Promise<unknown>): Promise<void> {
  await job.step(stage, async () => {
    await Promise.race([stages.reached(stage), whole]);
    return { summary: stageWords[stage] };
  });
}

const stageWords: Record<Stage, string> = {
  resolve: 'Name resolved',
  tcp: 'The port answers',
  host_key: 'The trusted key was shown',
  sign_in: 'Sign-in accepted',
};

function privilegeSentence(mode: string, account: string): string {
  if (mode === 'root') return `${account} is root`;
  if (mode === 'passwordless') return `${account} may use sudo without a password`;
  return `${account} may use sudo with a password`;
}

/** People asked for this check, so its failure is what is known of the server now. A changed key is noted where it is seen. */
async function noteFailure(server: ServerRow, error: unknown): Promise<void> {
  const reason = isTomoError(error) ? (error.reason ?? error.code) : 'unexpected';
  if (reason === 'host_key_changed') return;
  await write((tx) =>
    updateServerStatus(tx, server.id, {
      status: server.hostKeyPublic ? 'offline' : 'unknown',
      statusReason: reason,
      statusChangedAt: server.status === 'offline' ? server.statusChangedAt : nowIso(),
    }),
  );
}
