/** The one vocabulary of work: jobs, steps and preparations (schema.md, rule 7). */
export const jobStatuses = ['pending', 'running', 'completed', 'failed', 'cancelled', 'interrupted'] as const;
export type JobStatus = (typeof jobStatuses)[number];
export type StepStatus = JobStatus | 'skipped';

const legal: Record<StepStatus, readonly StepStatus[]> = {
  pending: ['running', 'cancelled', 'failed', 'skipped'],
  running: ['completed', 'failed', 'cancelled', 'interrupted', 'skipped'],
  completed: [],
  failed: [],
  cancelled: [],
  interrupted: [],
  skipped: [],
};

/** Whether work in this state will never change again; a retry is a new row. */
export function isFinal(status: StepStatus): boolean {
  return legal[status].length === 0;
}

/** Returns `to` when that step is legal, else throws: a defect, never an expected failure. */
export function transition<To extends StepStatus>(from: StepStatus, to: To): To {
  if (!legal[from].includes(to)) throw new Error(`Work cannot go from ${from} to ${to}.`);
  return to;
}
