import 'server-only';
import type { PathStep } from '../problem';
import type { Healthcheck } from '../service-model';
import type { Findings } from './findings';
import type { ServiceInput } from './service-input';
import { readWords } from './words';

/** Reads `healthcheck`; a test in a list says first whether a shell runs it. */
export function readHealthcheck(
  findings: Findings,
  path: readonly PathStep[],
  raw: ServiceInput['healthcheck'],
): Healthcheck | undefined {
  if (!raw) return undefined;
  if (raw.disable || raw.test === undefined) return { disable: true };
  const test = readWords(findings, [...path, 'test'], raw.test);
  if ('list' in test && !['CMD', 'CMD-SHELL'].includes(String(test.list[0]?.[0]))) {
    findings.add([...path, 'test'], 'schema', 'a test in a list begins with CMD or CMD-SHELL');
  }
  return {
    test,
    intervalMs: raw.interval,
    timeoutMs: raw.timeout,
    startPeriodMs: raw.start_period,
    retries: raw.retries,
  };
}
