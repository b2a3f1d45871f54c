import 'server-only';
import { z } from 'zod';
import { database } from '@/db/client';
import { updateServerObserved } from '@/db/servers/mutations';
import { findCredential, findServer } from '@/db/servers/queries';
import type { ServerCredentialRow, ServerRow } from '@/db/servers/tables';
import { write } from '@/db/write';
import { defineJob, type RunningJob } from '@/lib/jobs/define';
import { jobLines } from '@/lib/jobs/job-lines';
import { Interrupted, type StepRun } from '@/lib/jobs/step';
import { notFound, TomoError } from '@/lib/runtime/errors';
import { remoteScript } from '@/lib/ssh/command';
import { generateKeyPair, type KeyPair } from '@/lib/ssh/generate-key';
import { parsePrivateKey } from '@/lib/ssh/private-key';
import type { SshAuth } from '@/lib/ssh/target';
import { storeFacts } from '../check/facts-store';
import { describeFacts } from '../check/facts-text';
import { readFacts } from '../check/read-facts';
import { settlePrivileges } from '../check/settle-privileges';
import { openCredential, saveGeneratedKey } from '../credentials';
import type { ServerLink } from '../link';
import { announceSignInChange } from '../sign-in-change';
import { withServer } from '../with-server';
import { forgetPassword, handedPassword } from './handed-password';
import { blobOf, keyComment } from './public-line';
import { explainRefusedKey, refusalOf } from './refusals';
import { appendKey, removeKey } from './scripts';

const payload = z.strictObject({
  serverId: z.string(),
  /** `stored`: the key that is the sign-in already. `new`: one that becomes it once it works. */
  key: z.enum(['stored', 'new']),
  /** How Tomo comes in to write the line: by a password that was handed over for this job, or as it signs in until now. */
  by: z.enum(['handed', 'stored']),
});
type Job = RunningJob<z.infer<typeof payload>>;

const nothing = remoteScript('sign-in-works', ':');

/**
 * Puts a key that Tomo made into the account's authorized_keys, proves that it signs in, and only then lets go of the
 * former way. Appends one line; whatever fails before the proof leaves the stored sign-in as it was.
 */
export const installKeyJob = defineJob({
  kind: 'server.install_key',
  payload,
  permission: 'servers.manage',
  lines: jobLines,
  steps: ({ key }) => ['sign_in', 'append_key', 'try_key', ...(key === 'new' ? ['keep_key'] : []), 'facts'],
  async run(job) {
    const server = await findServer(database(), job.payload.serverId);
    if (!server) throw notFound('This server');
    if (job.resumed) {
      throw new Interrupted(
        'Tomo was restarted while it installed the key. The sign-in is as it was.',
        'Start it again. A line that was written already stays in authorized_keys and does no harm.',
      );
    }
    try {
      return await install(job, server);
    } finally {
      forgetPassword(job.id);
    }
  },
  onEnd: async (_tx, job) => forgetPassword(job.id),
});

async function install(job: Job, server: ServerRow): Promise<Record<string, unknown>> {
  const former = await findCredential(database(), server.id);
  const pair = await pairOf(job, server);
  const signIn = await wayIn(job, server);
  let loose: string[] = [];
  await job.step('sign_in', async () => {
    await withServer(server.id, hello, { signIn, signal: job.signal });
    return { summary: `Signed in as ${server.username}` };
  });
  await job.step('append_key', async (step) => {
    const text = await writeLine(step, server, signIn, pair.publicKey);
    loose = [...text.matchAll(/^loose (.+)$/gm)].map((match) => match[1] ?? '');
    for (const path of loose) step.log(`Others may write to ${path}.`, 'WARNING');
    return {
      summary: /^present$/m.test(text) ? 'The line was there already' : 'One line added to authorized_keys',
    };
  });
  const auth: SshAuth = { kind: 'key', privateKey: pair.privateKey };
  await job.step('try_key', async () => {
    try {
      await withServer(server.id, hello, { signIn: auth, signal: job.signal });
    } catch (error) {
      throw explainRefusedKey(error, loose);
    }
    forgetPassword(job.id);
    return { summary: 'The server accepts the key' };
  });
  if (job.payload.key === 'new') await keep(job, server, pair, former);
  announceSignInChange(server.id);
  const { summary } = await job.step('facts', async (step) =>
    withServer(server.id, async (link) => {
      step.log(await settlePrivileges(step, server, link.connection));
      const facts = await withServer(server.id, (again) => readFacts(again, job.signal));
      await storeFacts(server.id, facts);
      for (const line of describeFacts(facts)) step.log(line);
      return { summary: facts.os.name };
    }),
  );
  return { fingerprint: pair.fingerprint, system: summary };
}

const hello = async (link: ServerLink) => {
  await link.run({ script: nothing, timeoutMs: 30_000 });
};

async function pairOf(job: Job, server: ServerRow): Promise<KeyPair> {
  if (job.payload.key === 'new') return generateKeyPair(keyComment(server.name));
  const { auth } = await openCredential(database(), server.id);
  if (auth.kind !== 'key') throw new TomoError('conflict', 'The sign-in of this server changed meanwhile.');
  return { ...parsePrivateKey(auth.privateKey), privateKey: auth.privateKey };
}

async function wayIn(job: Job, server: ServerRow): Promise<SshAuth> {
  if (job.payload.by === 'stored') return (await openCredential(database(), server.id)).auth;
  const password = handedPassword(job.id);
  if (!password) {
    throw new TomoError('unavailable', 'The password is no longer there: Tomo keeps it in memory only.', {
      hint: 'Start it again and enter the password.',
      reason: 'password_gone',
    });
  }
  job.addSecret(password);
  return { kind: 'password', password };
}

async function writeLine(step: StepRun, server: ServerRow, signIn: SshAuth, line: string): Promise<string> {
  return withServer(
    server.id,
    async (link) => {
      const { exitCode, stdout, stderr } = await link.run({
        script: appendKey,
        args: { line, blob: blobOf(line) },
        timeoutMs: 60_000,
        signal: step.signal,
      });
      if (exitCode !== 0) throw refusalOf(stdout, stderr);
      return stdout;
    },
    { signIn, signal: step.signal },
  );
}

async function keep(
  job: Job,
  server: ServerRow,
  pair: KeyPair,
  former: ServerCredentialRow | undefined,
): Promise<void> {
  await job.step('keep_key', async (step) => {
    const { auth, sudoPassword } = await openCredential(database(), server.id);
    // The password that signed in is still the one that sudo asks for.
    const asksSudo = server.sudoMode === 'login_password' || server.sudoMode === 'password';
    const kept = asksSudo || auth.kind === 'key' ? sudoPassword : undefined;
    const wasOwn = former?.kind === 'generated_key';
    await write(async (tx) => {
      const now = await findCredential(tx, server.id);
      if (now?.recordVersion !== former?.recordVersion) throw changedMeanwhile();
      await saveGeneratedKey(tx, server.id, pair, kept);
      await updateServerObserved(tx, server.id, { authType: 'key' });
    });
    if (wasOwn && former.publicKey) await forgetFormer(step, server, former.publicKey);
    const gone = auth.kind === 'password' ? 'the password was forgotten' : 'the former key was forgotten';
    return {
      summary:
        kept && auth.kind === 'password' ? 'Stored; the password is kept for sudo only' : `Stored; ${gone}`,
    };
  });
}

/** The sign-in that an administrator entered during the job is the newer truth. */
function changedMeanwhile(): TomoError {
  return new TomoError('conflict', 'The sign-in of this server was changed while the key was installed.', {
    hint: 'The changed sign-in stays. Start this again if Tomo’s own key is still wanted.',
    reason: 'sign_in_changed',
  });
}

/** A key that only Tomo ever had is of no use to anybody once it is replaced. */
async function forgetFormer(step: StepRun, server: ServerRow, formerKey: string): Promise<void> {
  const { stdout } = await withServer(
    server.id,
    (link) => link.run({ script: removeKey, args: { blob: blobOf(formerKey) }, timeoutMs: 60_000 }),
    { fresh: true, signal: step.signal },
  );
  step.log(`authorized_keys, former key of Tomo: ${stdout.trim()}`);
}
