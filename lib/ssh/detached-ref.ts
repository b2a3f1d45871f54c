import 'server-only';

/** Names one detached step. Its folder on the server is `/var/lib/tomo/jobs/<jobId>/<stepKey>/`. */
export type DetachedRef = { jobId: string; stepKey: string };

/** `absent`: never started here. `gone`: started, but neither running nor finished, for example after a reboot. */
export type DetachedState = 'absent' | 'running' | 'exited' | 'gone';

export type DetachedReport = {
  state: DetachedState;
  /** Present when `exited`; over 128 for a step that a signal ended. */
  exitCode?: number;
  /** Bytes in the log so far. */
  logSize: number;
};

/** The values that name a step to our scripts. @throws Error for names that are no folder name. */
export function refValues(ref: DetachedRef): { job: string; step: string } {
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(ref.jobId)) throw new Error(`Job id ${JSON.stringify(ref.jobId)}`);
  if (!/^[a-z0-9][a-z0-9_-]{0,63}$/.test(ref.stepKey))
    throw new Error(`Step key ${JSON.stringify(ref.stepKey)}`);
  return { job: ref.jobId, step: ref.stepKey };
}

/** Reads the line that our scripts print about a step: `state exit-code log-bytes`, with `-` for no exit code. */
export function parseReport(text: string): DetachedReport | undefined {
  const line = text.trim().split('\n').at(-1) ?? '';
  const match = /^(absent|running|exited|gone) (-|\d{1,3}) (\d{1,15})$/.exec(line);
  if (!match) return undefined;
  const state = match[1] as DetachedState;
  const report: DetachedReport = { state, logSize: Number(match[3]) };
  return match[2] === '-' ? report : { ...report, exitCode: Number(match[2]) };
}
