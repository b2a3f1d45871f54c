import 'server-only';
import type { RunningJob, StepResult } from '@/lib/jobs/define';
import { AlreadyDone, type StepRun } from '@/lib/jobs/step';
import { failedWith, fullDisksAfter, runDetached } from '@/lib/servers/detached-step';
import type { Family } from '../families/family';
import { functionsOf } from '../families/family-script';
import type { Situation } from './situation';
import type { ChangingStep, Command, Ended, Finding, PreparationStep } from './step';

/** Runs one step as its mode wants: looking, planning, or changing. A plan and an apply differ by nothing but the run itself. */
export function runStep(
  job: RunningJob<unknown>,
  situation: Situation,
  definition: PreparationStep,
): Promise<StepResult> {
  return job.step(definition.key, async (step) => {
    if ('look' in definition) return definition.look(situation, step);
    const finding = await definition.check(situation, step);
    // Begun before a restart: its record on the server tells its end, whatever the server looks like by now.
    if (finding.done && step.remote.ref === null) throw new AlreadyDone(finding.done, finding.facts);
    if (situation.mode === 'plan') return planned(situation, step, definition, finding);
    step.log(`Running ${told(situation, withStep(step, finding.command))}`);
    const ended = await apply(situation, step, definition, finding.command);
    const result = await definition.verify(situation, finding, ended, step);
    return {
      ...result,
      facts: { ...finding.facts, ...result.facts, command: recorded(situation, step, finding) },
    };
  });
}

function planned(
  situation: Situation,
  step: StepRun,
  definition: ChangingStep,
  finding: Finding,
): StepResult {
  step.log(`Would run ${told(situation, withStep(step, finding.command))}`);
  for (const line of finding.command.script.body.trim().split('\n')) step.log(line, 'INFO', 'stdout');
  step.log(`Cancelled in the middle: ${definition.leaves}`);
  return {
    summary: `Would ${finding.plan}`,
    facts: { ...finding.facts, planned: finding.plan, command: recorded(situation, step, finding) },
  };
}

async function apply(
  situation: Situation,
  step: StepRun,
  { what, leaves, accepts }: ChangingStep,
  command: Command,
): Promise<Ended> {
  const { script, args } = withStep(step, command);
  const ended = await runDetached(step, situation.server.id, {
    script: script.of(situation.family()),
    args,
    lock: 'exclusive',
    leaves,
  });
  if (ended.exitCode === 0 || accepts?.includes(ended.exitCode)) return ended;
  const full = await fullDisksAfter(step, situation.server.id, ended.tail);
  throw failedWith(what, ended.exitCode, [...ended.tail, ...full], leaves);
}

/** Shows once, in a plan, the functions that its commands call. */
export function showFunctions(family: Family, step: StepRun): void {
  step.log('The commands of this plan call these functions:');
  for (const line of functionsOf(family).trim().split('\n')) step.log(line, 'INFO', 'stdout');
}

// Changes are noted under the step that makes them.
const withStep = (step: StepRun, { script, args }: Command): Command => ({
  script,
  args: { step: step.key, ...args },
});

function told(situation: Situation, { script, args }: Command): string {
  const { digest } = script.of(situation.family());
  const values = Object.entries(args).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `${script.name} (SHA-256 ${digest.slice(0, 12)}) with ${values.join(' ')}`;
}

/** What was run or would be, so that a plan and its apply can be compared. */
function recorded(situation: Situation, step: StepRun, finding: Finding) {
  const { script, args } = withStep(step, finding.command);
  return { script: script.name, digest: script.of(situation.family()).digest, args };
}
