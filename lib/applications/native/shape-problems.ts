import 'server-only';
import type { z } from 'zod';
import { nearest } from '../nearest';
import { type PathStep, type Problem, printPath, problemLimit } from '../problem';
import { refusedProjectKey, refusedServiceKey } from './refused-keys';
import type { Source } from './source';

type Issue = z.core.$ZodIssue;

/** Translates what zod found wrong into problems in the words of §2.8, each with its place in the file. */
export function shapeProblems(source: Source, error: z.ZodError): Problem[] {
  return error.issues.slice(0, problemLimit).flatMap((issue) => problemsOf(source, issue, []));
}

function problemsOf(source: Source, issue: Issue, prefix: readonly PathStep[]): Problem[] {
  const path = [...prefix, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
  if (issue.code === 'unrecognized_keys')
    return issue.keys
      .slice(0, problemLimit)
      .map((key) => unknownKey(source, path, key, issue.message.split(' ')));
  if (issue.code === 'invalid_key') {
    const reason = issue.issues[0]?.message ?? 'is not a valid name';
    return [source.problem(path, 'schema', `${shown(path)}: the name ${reason}`, { side: 'key' })];
  }
  if (issue.code === 'invalid_union') {
    const inner = closestBranch(issue);
    if (inner.length > 0) return inner.flatMap((one) => problemsOf(source, one, path));
  }
  const found = valueAt(source.value, path);
  if (found === undefined && path.length > 0) {
    return [source.problem(path.slice(0, -1), missingCode(path), missingText(path))];
  }
  return [source.problem(path, 'schema', textOf(issue, path, found, source))];
}

/** The branch that got furthest: a mistake inside a mapping is not "must be text". */
function closestBranch(issue: Extract<Issue, { code: 'invalid_union' }>): Issue[] {
  const branches = issue.errors.filter((branch) =>
    branch.every((one) => one.path.length > 0 || one.code !== 'invalid_type'),
  );
  return branches.sort((a, b) => a.length - b.length)[0] ?? [];
}

function unknownKey(source: Source, parent: PathStep[], key: string, known: string[]): Problem {
  const path = [...parent, key];
  const inService = parent[0] === 'compose' && parent[1] === 'services' && parent.length === 3;
  const inProject = parent[0] === 'compose' && parent.length === 1;
  const refused = inService ? refusedServiceKey(key) : inProject ? refusedProjectKey(key) : undefined;
  if (refused)
    return source.problem(path, key === 'build' ? 'builds-image' : `unsupported:${key}`, refused, {
      side: 'key',
    });
  const meant = nearest(key, known);
  const advice = meant ? `; did you mean ${meant}?` : '';
  return source.problem(path, 'unknown-key', `${shown(path)} is not known${advice}`, { side: 'key' });
}

function textOf(issue: Issue, path: readonly PathStep[], found: unknown, source: Source): string {
  const name = shown(path);
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue.expected, name, path, found, source);
    case 'too_big':
      return `${name} is too ${issue.origin === 'number' ? 'large' : 'long'}, the limit is ${issue.maximum}${unitOf(issue.origin)}`;
    case 'too_small':
      if (issue.minimum === 1 && issue.origin !== 'number') return `${name} must not be empty`;
      return `${name} must be at least ${issue.minimum}${unitOf(issue.origin)}`;
    case 'invalid_value': {
      const meant = typeof found === 'string' ? nearest(found, issue.values.map(String)) : undefined;
      return `${name} must be ${choices(issue.values.map(String))}${meant ? `; did you mean ${meant}?` : ''}`;
    }
    default:
      return `${name} ${issue.message}`;
  }
}

function wrongType(
  expected: string,
  name: string,
  path: readonly PathStep[],
  found: unknown,
  source: Source,
): string {
  if (expected !== 'string') return `${name} must be ${article(expected)}`;
  if (typeof found === 'number' || typeof found === 'boolean') {
    const spelled = source.spelling(path) ?? String(found);
    if (spelled !== String(found))
      return `${name} must be quoted: ${spelled} would be read as ${String(found)}`;
    return `${name} must be quoted: "${spelled}"`;
  }
  return `${name} must be text`;
}

function article(expected: string): string {
  const words: Record<string, string> = {
    array: 'a list',
    record: 'a mapping',
    object: 'a mapping',
    boolean: 'true or false',
    int: 'a whole number',
    tuple: 'a list',
    number: 'a number',
  };
  return words[expected] ?? expected;
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' entries' : '';
}

function choices(values: string[]): string {
  if (values.length === 1) return values[0] ?? '';
  return `one of ${values.join(', ')}`;
}

const missingCode = (path: readonly PathStep[]) => (path.at(-1) === 'image' ? 'no-image' : 'schema');

function missingText(path: readonly PathStep[]): string {
  if (path.at(-1) === 'image') return `${shown(path.slice(0, -1))} has no image`;
  return `${shown(path)} is missing`;
}

/** `compose.` is left out: authors think in services. */
function shown(path: readonly PathStep[]): string {
  return printPath(path[0] === 'compose' && path.length > 1 ? path.slice(1) : path) || 'the file';
}

function valueAt(value: unknown, path: readonly PathStep[]): unknown {
  return path.reduce<unknown>((inner, step) => {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, step)) return undefined;
    return (inner as Record<string, unknown>)[String(step)];
  }, value);
}
