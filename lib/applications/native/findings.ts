import 'server-only';
import { type PathStep, type Problem, type ProblemLevel, problemLimit } from '../problem';
import type { Text } from '../text';
import { isTextProblem, parseText, referencesOf } from '../text';
import type { Side, Source } from './source';

/** One `${KEY}` and where it stands. `uses` is false where a field is only shown, as in credentials. */
export type Reference = { key: string; path: readonly PathStep[]; uses: boolean };

/** What a reading collects on its way: problems, and every reference for the checks at the end. */
export type Findings = {
  source: Source;
  problems: Problem[];
  references: Reference[];
  /** Where each privilege is asked for first, and by which words of the file. */
  needs: Map<string, { path: readonly PathStep[]; subject: string }>;
  /** Notes that `subject` at `path` needs the privilege `id`. */
  need(id: string, path: readonly PathStep[], subject: string): void;
  add(
    path: readonly PathStep[],
    code: string,
    text: string,
    options?: { level?: ProblemLevel; side?: Side },
  ): void;
  /** Reads a template and notes its references; a wrong dollar is a problem and gives an empty text. */
  text(path: readonly PathStep[], raw: string, options?: { uses?: boolean }): Text;
  /** The scalar at `path` as its author spelled it, so that `0644` and `1.10` stay what they are. */
  spelled(path: readonly PathStep[], value: string | number | boolean): string;
};

/** Empty findings over `source`. */
export function startFindings(source: Source): Findings {
  const problems: Problem[] = [];
  const references: Reference[] = [];
  const needs: Findings['needs'] = new Map();
  const add: Findings['add'] = (path, code, text, options) => {
    if (problems.length <= problemLimit) problems.push(source.problem(path, code, text, options));
  };
  return {
    source,
    problems,
    references,
    needs,
    need: (id, path, subject) => void (needs.has(id) || needs.set(id, { path, subject })),
    add,
    text: (path, raw, { uses = true } = {}) => {
      const parsed = parseText(raw);
      if (isTextProblem(parsed)) {
        add(path, 'schema', parsed.problem);
        return [];
      }
      for (const key of new Set(referencesOf(parsed))) references.push({ key, path, uses });
      return parsed;
    },
    spelled: (path, value) => (typeof value === 'string' ? value : (source.spelling(path) ?? String(value))),
  };
}
