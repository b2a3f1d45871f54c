type StepTime = { key: string; status: string; durationMs: number | null };
type Timed = { id: string; kind: string; steps: readonly StepTime[] };

/** A step of a run with how long it took, and how long the same step took when it was last run through. */
export type StepAgainstLast = StepTime & { lastMs: number | null };

/**
 * Sets each step of each run against the last earlier run of its kind in which that step was really carried out. `runs`
 * are newest first.
 */
export function againstLastTime(runs: readonly Timed[]): Map<string, StepAgainstLast[]> {
  return new Map(
    runs.map((run, index) => [
      run.id,
      run.steps.map((step) => ({ ...step, lastMs: lastTime(runs.slice(index + 1), run.kind, step.key) })),
    ]),
  );
}

function lastTime(earlier: readonly Timed[], kind: string, key: string): number | null {
  for (const run of earlier) {
    if (run.kind !== kind) continue;
    const step = run.steps.find((candidate) => candidate.key === key && candidate.status === 'completed');
    if (step?.durationMs != null) return step.durationMs;
  }
  return null;
}
