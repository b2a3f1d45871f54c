import 'server-only';
import { z } from 'zod';
import { defineJob } from '@/lib/jobs/define';
import { preparationRecord } from './preparation-record';
import { permissionFor } from './required-permission';
import { runGraph } from './run-graph';
import { preparationOptions } from './schema';
import { stepsFor } from './steps/steps';

const payload = z.strictObject({
  serverId: z.string(),
  preparationId: z.string(),
  options: preparationOptions,
});
type Payload = z.infer<typeof payload>;

const keysOf = ({ options }: Payload) => stepsFor(options).map(({ key }) => key);

/**
 * Prepares a server: each step asks first whether its work is done, changes the server only if it is not, and runs
 * detached from the connection.
 */
export const prepareServerJob = defineJob<Payload>({
  ...preparationRecord,
  kind: 'server.prepare',
  permissionFor: ({ options }) => permissionFor(options),
  payload,
  steps: keysOf,
  async run(job) {
    const { options } = job.payload;
    return (await runGraph(job, stepsFor(options), options, 'apply')).get('verify')?.facts;
  },
});

/** The dry run of the same: every step with the commands that it would run. Nothing is changed. */
export const planPreparationJob = defineJob<Payload>({
  ...preparationRecord,
  kind: 'server.plan_preparation',
  payload,
  steps: keysOf,
  async run(job) {
    const { options } = job.payload;
    const found = await runGraph(job, stepsFor(options), options, 'plan');
    const planned = [...found].flatMap(([key, { facts }]) =>
      typeof facts?.planned === 'string' ? [{ step: key, would: facts.planned }] : [],
    );
    return { planned };
  },
});
