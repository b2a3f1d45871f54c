import 'server-only';
import type { ServerRow } from '@/db/servers/tables';
import type { RunningJob, StepResult } from '@/lib/jobs/define';
import { lasting } from '@/lib/servers/lasting';
import type { RemoteScript } from '@/lib/ssh/command';
import { familyByKey } from '../families/families';
import type { Family } from '../families/family';
import type { FamilyScript } from '../families/family-script';
import type { PreparationOptions } from '../schema';

/** What every step works with. Answers come from the server, never from what an earlier run remembers. */
export type Situation = {
  server: Pick<ServerRow, 'id' | 'username'>;
  options: PreparationOptions;
  /** `plan` shows what `apply` would do and changes nothing. */
  mode: 'plan' | 'apply';
  /** Asks the server something as root and gives the lines of the answer. Throws when the question fails. */
  ask(script: RemoteScript | FamilyScript, args?: Record<string, string>): Promise<string[]>;
  /** What the step `key` of this run found. */
  factsOf(key: string): Record<string, unknown>;
  family(): Family;
};

/** The situation of a running job; `found` is filled as its steps end. */
export function situationOf(
  job: RunningJob<unknown>,
  server: ServerRow,
  options: PreparationOptions,
  mode: Situation['mode'],
  found: Map<string, StepResult>,
): Situation {
  const factsOf = (key: string) => found.get(key)?.facts ?? {};
  const family = () => familyByKey(String(factsOf('detect_system').family));
  return {
    server,
    options,
    mode,
    factsOf,
    family,
    async ask(asked, args = {}) {
      const script = 'of' in asked ? asked.of(family()) : asked;
      const { stdout } = await lasting(job, server.id, (link) =>
        link.root({ script, args, timeoutMs: 60_000, signal: job.signal }),
      );
      return stdout.split('\n').filter(Boolean);
    },
  };
}
