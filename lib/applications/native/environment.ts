import 'server-only';
import { isEnvKey } from '../env-key';
import { isLiteralSecret } from '../literal-secret';
import type { PathStep } from '../problem';
import type { Service } from '../service-model';
import type { Findings } from './findings';
import { readPairs } from './pairs';
import type { ServiceInput } from './service-input';

/** Reads `environment`: at most 100 variables, values as spelled, no fixed secrets. */
export function readEnvironment(
  findings: Findings,
  path: readonly PathStep[],
  raw: ServiceInput['environment'],
): Service['env'] {
  const pairs = readPairs(findings, path, raw);
  if (pairs.length > 100) findings.add(path, 'limit', `${pairs.length} variables, the limit is 100`);
  const env: Service['env'] = {};
  for (const { key, value, at } of pairs) {
    const text = findings.text(at, value);
    const literal = text.map((part) => (typeof part === 'string' ? part : '')).join('');
    if (isLiteralSecret(text.length > 1 ? '' : key, literal)) {
      findings.add(at, 'literal-secret', `${key} holds a fixed secret; use a field of type secret`);
    }
    if (isEnvKey(key)) env[key] = text;
    else
      findings.add(at, 'schema', `${key} is not a variable name: letters, digits and _ only`, {
        side: 'key',
      });
  }
  return env;
}
