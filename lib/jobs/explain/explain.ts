import { rules } from './rules';

export type Explanation = { id: string; sentence: string; action: string };

/** The known cause that the last lines of output show; undefined when none is known. The latest match wins. */
export function explain(lines: readonly string[]): Explanation | undefined {
  for (const line of [...lines].reverse()) {
    const rule = rules.find((candidate) => candidate.pattern.test(line));
    if (rule) return { id: rule.id, sentence: rule.sentence, action: rule.action };
  }
  return undefined;
}
