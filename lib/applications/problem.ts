import 'server-only';

/** `info` changes nothing, `attention` asks a person, `rejected` refuses the file. */
export type ProblemLevel = 'info' | 'attention' | 'rejected';

/** Verdict of a definition: the worst level found in it. */
export type Verdict = 'ready' | 'attention' | 'rejected';

/** One remark about a definition, placed in the file it was found in. Lines and columns count from 1. */
export type Problem = {
  /** Stable name of the cause, for example `unknown-key` or `consent:docker-socket`. */
  code: string;
  level: ProblemLevel;
  /** File within the app's folder: `app.yaml` or `compose.yaml`. */
  file: string;
  line: number;
  column: number;
  /** Dotted path of the value: `compose.services.app.image`, `fields[2].key`. Empty for the file as a whole. */
  at: string;
  /** What is wrong and what to do, one sentence. */
  text: string;
};

/** Most problems that are told about one file: nobody reads more, and a hostile file would have a hundred thousand. */
export const problemLimit = 100;

/** A step into a YAML value: a key or an index. */
export type PathStep = string | number;

/** `apps/x/app.yaml:18:5 message`, the one spelling of a problem in logs and on screens. */
export function printProblem(problem: Problem, folder = ''): string {
  const file = folder === '' ? problem.file : `${folder}/${problem.file}`;
  return `${file}:${problem.line}:${problem.column} ${problem.text}`;
}

/** The verdict that `problems` add up to. */
export function verdictOf(problems: readonly Problem[]): Verdict {
  if (problems.some((problem) => problem.level === 'rejected')) return 'rejected';
  return problems.some((problem) => problem.level === 'attention') ? 'attention' : 'ready';
}

/** `['fields', 2, 'key']` as people read it: `fields[2].key`. */
export function printPath(path: readonly PathStep[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}
