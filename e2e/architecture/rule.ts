import type { Tree } from './tree';

export type Violation = { path: string; line?: number; what: string };

export type Rule = {
  /** A sentence that is true when the rule holds. */
  name: string;
  because: string;
  /** Where the code belongs instead. */
  home: string;
  check(tree: Tree): Violation[];
  /** Small trees that break the rule; the test of the rules sees each one reported at `at`. */
  breaks: { what: string; files: Record<string, string>; at: string }[];
  /** A small tree that keeps the rule, close to the line. */
  keeps: Record<string, string>;
};

/** What to tell the person who broke `rule`: every place, then why and where to. Empty when all is well. */
export function report(rule: Rule, tree: Tree): string {
  const violations = rule.check(tree);
  if (violations.length === 0) return '';
  const places = violations.map(({ path, line, what }) => `  ${path}${line ? `:${line}` : ''}  ${what}`);
  return [`${rule.name}.`, ...places, `Why: ${rule.because}`, `Instead: ${rule.home}`].join('\n');
}
