import 'server-only';
import type { PathStep } from '../problem';
import type { Findings } from './findings';

export type Pair = { key: string; value: string; at: readonly PathStep[] };

/** Reads what Compose writes as a mapping or as a list of `KEY=value`; each name once, values as spelled. */
export function readPairs(
  findings: Findings,
  path: readonly PathStep[],
  raw: Record<string, string | number | boolean> | string[] | undefined,
): Pair[] {
  const pairs = Array.isArray(raw) ? listPairs(findings, path, raw) : mappedPairs(findings, path, raw ?? {});
  const seen = new Set<string>();
  for (const pair of pairs) {
    if (seen.has(pair.key)) findings.add(pair.at, 'schema', `${pair.key} stands here twice`);
    seen.add(pair.key);
  }
  return pairs;
}

function listPairs(findings: Findings, path: readonly PathStep[], list: string[]): Pair[] {
  return list.flatMap((entry, index) => {
    const at = [...path, index];
    const cut = entry.indexOf('=');
    if (cut > 0) return [{ key: entry.slice(0, cut), value: entry.slice(cut + 1), at }];
    findings.add(at, 'schema', `${entry} has no value: write ${entry}=value`);
    return [];
  });
}

function mappedPairs(
  findings: Findings,
  path: readonly PathStep[],
  mapping: Record<string, string | number | boolean>,
): Pair[] {
  return Object.entries(mapping).map(([key, value]) => {
    const at = [...path, key];
    return { key, value: value === '' ? '' : findings.spelled(at, value), at };
  });
}
