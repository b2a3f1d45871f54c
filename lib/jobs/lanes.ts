type Laned = { lane: string | null; serverId: string | null };

/**
 * Whether `job` may run beside the running ones: one job per lane; a lane `server:<id>` has its server alone, so no job of
 * an app runs there meanwhile, nor the other way round. Work without a lane waits for nobody.
 */
export function laneIsFree(job: Laned, running: Laned[]): boolean {
  if (job.lane === null) return true;
  return running.every(
    (other) =>
      other.lane === null || (other.lane !== job.lane && !excludes(job, other) && !excludes(other, job)),
  );
}

function excludes(exclusive: Laned, other: Laned): boolean {
  return (
    exclusive.lane?.startsWith('server:') === true &&
    other.serverId !== null &&
    exclusive.lane === `server:${other.serverId}`
  );
}
