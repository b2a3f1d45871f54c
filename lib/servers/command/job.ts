import 'server-only';
import { z } from 'zod';
import { database } from '@/db/client';
import { updateStep } from '@/db/jobs/mutations';
import { write } from '@/db/write';
import type { Secret } from '@/lib/crypto/secret';
import { defineJob } from '@/lib/jobs/define';
import { jobLines } from '@/lib/jobs/job-lines';
import { LineSplitter } from '@/lib/jobs/line-splitter';
import { Interrupted, type StepRun } from '@/lib/jobs/step';
import { TomoError } from '@/lib/runtime/errors';
import { readSetting } from '@/lib/settings/read';
import { isSshError } from '@/lib/ssh/errors';
import { openCredential } from '../credentials';
import { withServer } from '../with-server';
import { type CommandOptions, commandOptions } from './command-input';
import { commandScript } from './script';

const payload = commandOptions.extend({ serverId: z.string() });

/** Output of one command on one server; a command that prints more is stopped. Each line is a row, so both count. */
const OUTPUT_LIMIT_BYTES = 1024 * 1024;
const OUTPUT_LIMIT_LINES = 10_000;

/** The secrets of what runs on a server, which its output must not show. */
type SecretsOnServer = (serverId: string) => Promise<Secret[]>;

/** Runs a command of an administrator on a server, its output line by line. Never repeated: only its author knows whether it may be. */
export const runCommandJob = (secretsOnServer: SecretsOnServer) =>
  defineJob({
    kind: 'server.command',
    payload,
    permission: 'servers.manage',
    lines: jobLines,
    steps: () => ['run'],
    async run(job) {
      if (!readSetting('servers.commands_enabled'))
        throw new TomoError('unavailable', 'Running commands was switched off. Nothing was started.');
      if (job.resumed)
        throw new Interrupted(
          'Tomo was restarted while this command ran.',
          'It was stopped or never began; how far it came is not known. Look at the server before running it again.',
        );
      const { serverId, ...options } = job.payload;
      const { facts } = await job.step('run', async (step) => {
        for (const secret of await secretsOnServer(serverId)) step.addSecret(secret);
        const exitCode = await runOn(step, serverId, options);
        await write((tx) => updateStep(tx, job.id, 'run', { exitCode }));
        if (exitCode === 0) return { summary: 'Exit code 0', facts: { exitCode } };
        throw new TomoError('unavailable', `The command ended with exit code ${exitCode}.`, {
          hint: 'Its last lines say why.',
          reason: 'command_failed',
        });
      });
      return facts;
    },
  });

async function runOn(step: StepRun, serverId: string, options: CommandOptions): Promise<number> {
  const { command, as, timeoutSeconds } = options;
  const { auth, sudoPassword } = await openCredential(database(), serverId);
  const own = auth.kind === 'password' ? [auth.password] : [auth.privateKey, auth.passphrase];
  for (const secret of [sudoPassword, ...own]) if (secret) step.addSecret(secret);
  for (const line of command.split('\n')) step.log(`${as === 'root' ? '#' : '$'} ${line}`);
  const budget = { lines: OUTPUT_LIMIT_LINES };
  const [stdout, stderr] = [new Lines(step, 'stdout', budget), new Lines(step, 'stderr', budget)];
  try {
    return await withServer(
      serverId,
      async (link) => {
        const run = as === 'root' ? link.root : link.run;
        const { exitCode } = await run({
          script: commandScript,
          args: { command },
          timeoutMs: timeoutSeconds * 1000,
          idleMs: timeoutSeconds * 1000,
          maxBytes: OUTPUT_LIMIT_BYTES,
          signal: step.signal,
          onStdout: (chunk) => stdout.take(chunk),
          onStderr: (chunk) => stderr.take(chunk),
        });
        return exitCode;
      },
      { signal: step.signal },
    );
  } catch (error) {
    if (
      isSshError(error) &&
      (error.reason === 'closed' || error.reason === 'truncated') &&
      !step.signal.aborted
    )
      throw new Interrupted(
        error.message,
        'The command may still run there. Look at the server before running it again.',
      );
    throw error;
  } finally {
    stdout.end();
    stderr.end();
  }
}

function tooManyLines(): TomoError {
  return new TomoError(
    'unavailable',
    `The command printed more than ${OUTPUT_LIMIT_LINES} lines and was stopped.`,
    {
      hint: 'Send its output to a file on the server, or narrow it.',
      reason: 'output_limit',
    },
  );
}

/** One stream of output, cut into lines. */
class Lines {
  readonly #splitter = new LineSplitter();

  constructor(
    private readonly step: StepRun,
    private readonly stream: 'stdout' | 'stderr',
    private readonly budget: { lines: number },
  ) {}

  /** A promise when a fast command must wait for slow storage. */
  take(chunk: Buffer): Promise<void> | undefined {
    for (const line of this.#splitter.push(chunk)) {
      if (this.budget.lines-- <= 0) throw tooManyLines();
      this.#keep(line.text);
    }
    return this.step.room();
  }

  end(): void {
    const rest = this.#splitter.end();
    if (rest) this.#keep(rest.text);
  }

  #keep(text: string): void {
    this.step.log(text, 'INFO', this.stream);
  }
}
