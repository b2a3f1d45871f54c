import 'server-only';
import { z } from 'zod';
import { defineJob } from '@/lib/jobs/define';
import { AlreadyDone } from '@/lib/jobs/step';
import { storeFacts } from '@/lib/servers/check/facts-store';
import { readFacts } from '@/lib/servers/check/read-facts';
import { lasting } from '@/lib/servers/lasting';
import { inOrder } from '../graph/order';
import type { LookingStep, PreparationStep } from '../graph/step';
import { preparationRecord } from '../preparation-record';
import { runGraph } from '../run-graph';
import { connect } from '../steps/connect';
import { detectSystem } from '../steps/detect-system';
import { checkUndo } from './check-undo';
import { undoingSteps } from './undo-steps';

/** Looks at the server afterwards, so that every page shows it as it is now. */
const lookAfterwards: LookingStep = {
  key: 'undo_verify',
  needs: ['undo_files'],
  async look({ server, mode }, step) {
    if (mode === 'plan') throw new AlreadyDone('it looks at the result, and a plan changes nothing');
    const found = await lasting(step, server.id, (link) => readFacts(link, step.signal));
    await storeFacts(server.id, found);
    return {
      summary:
        found.docker.status === 'absent'
          ? 'Docker is gone'
          : 'Docker is still there: it was before Tomo, or something else needs it',
    };
  },
};

const undoPayload = z.strictObject({
  serverId: z.string(),
  preparationId: z.string(),
  withContainers: z.boolean(),
  /** Names the list of changes that the plan showed; null while planning. */
  planSum: z.string().nullable(),
});
type UndoPayload = z.infer<typeof undoPayload>;

const stepsFor = ({ withContainers, planSum }: UndoPayload): PreparationStep[] =>
  inOrder<PreparationStep>([
    connect,
    detectSystem,
    checkUndo({ withContainers, planSum: planSum ?? undefined }),
    ...undoingSteps,
    lookAfterwards,
  ]);

/** Reverts what Tomo changed on a server, by the list that its steps kept there, and nothing else. */
export const undoPreparationJob = defineJob<UndoPayload>({
  ...preparationRecord,
  kind: 'server.undo_preparation',
  payload: undoPayload,
  steps: (payload) => stepsFor(payload).map(({ key }) => key),
  async run(job) {
    const found = await runGraph(job, stepsFor(job.payload), {}, 'apply');
    const { changes, packages } = found.get('undo_check')?.facts ?? {};
    return { undone: changes, packages };
  },
});

/** The dry run of the same: what would be reverted, with the commands. */
export const planUndoJob = defineJob<UndoPayload>({
  ...preparationRecord,
  kind: 'server.plan_undo',
  payload: undoPayload,
  steps: (payload) => stepsFor(payload).map(({ key }) => key),
  async run(job) {
    const found = await runGraph(job, stepsFor(job.payload), {}, 'plan');
    return { ...found.get('undo_check')?.facts };
  },
});
