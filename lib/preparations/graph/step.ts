import 'server-only';
import type { StepResult } from '@/lib/jobs/define';
import type { StepRun } from '@/lib/jobs/step';
import type { FamilyScript } from '../families/family-script';
import type { PreparationOptions } from '../schema';
import type { Situation } from './situation';

/** Exactly what a step runs on the server: shown in a plan, run by an apply. */
export type Command = { script: FamilyScript; args: Record<string, string> };

/** What the server shows of a step before it is run. */
export type Finding = {
  /** The work is done already, or there is none: why. The step is skipped. */
  done?: string;
  /** What would be done, as the end of "Would …". */
  plan: string;
  command: Command;
  /** What later steps want to know when this one is skipped or only planned. */
  facts?: Record<string, unknown>;
};

type Node = {
  key: string;
  /** Steps that must have ended well before this one. Those that are not wanted in a run do not count. */
  needs: readonly string[];
  /** Whether a run with these options has this step at all; absent: always. */
  wanted?(options: PreparationOptions): boolean;
};

/** A step that only looks: it runs in a plan as in an apply. */
export type LookingStep = Node & { look(situation: Situation, step: StepRun): Promise<StepResult> };

/** A step that changes the server: check → plan → apply → verify. What it notes as changed, undo reverts. */
export type ChangingStep = Node & {
  /** What it does, as the beginning of "… failed". */
  what: string;
  /** What is left when somebody cancels it. */
  leaves: string;
  check(situation: Situation, step: StepRun): Promise<Finding>;
  /** Proves the change; gives what to say about it. `exitCode` is 0 unless `accepts` names it. */
  verify(situation: Situation, finding: Finding, ended: Ended, step: StepRun): Promise<StepResult>;
  /** Exit codes that are an answer, not a failure. */
  accepts?: readonly number[];
};

export type Ended = { exitCode: number; tail: readonly string[] };
export type PreparationStep = LookingStep | ChangingStep;
