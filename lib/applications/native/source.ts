import 'server-only';
import { type PathStep, type Problem, type ProblemLevel, printPath } from '../problem';
import type { Place, YamlDocument } from '../yaml-document';

/** Which side of an entry a problem points at. */
export type Side = 'key' | 'value';

/** The files of one definition as one tree: `compose` may come from a file of its own. */
export type Source = {
  /** The value of the whole definition. */
  value: unknown;
  spelling(path: readonly PathStep[]): string | undefined;
  problem(
    path: readonly PathStep[],
    code: string,
    text: string,
    options?: { level?: ProblemLevel; side?: Side },
  ): Problem;
};

type Part = { file: string; document: YamlDocument };

/** Joins `app` and, when the definition names one, the file that holds `compose`. Keys beginning with `x-` are left out. */
export function joinSource(app: Part, compose?: Part): Source {
  const root = wholeValue(app.document.value, compose?.document.value);
  const partOf = (path: readonly PathStep[]): { part: Part; inner: readonly PathStep[] } =>
    compose && path[0] === 'compose' && path.length > 1
      ? { part: compose, inner: path.slice(1) }
      : { part: app, inner: path };
  return {
    value: root,
    spelling: (path) => {
      const { part, inner } = partOf(path);
      return part.document.spelling(inner);
    },
    problem: (path, code, text, { level = 'rejected', side = 'value' } = {}) => {
      const { part, inner } = partOf(path);
      const place: Place = side === 'key' ? part.document.keyAt(inner) : part.document.valueAt(inner);
      return { code, level, file: part.file, ...place, at: printPath(path), text };
    },
  };
}

function wholeValue(app: unknown, compose: unknown): unknown {
  if (!isMapping(app)) return app;
  const whole = withoutExtensions(app);
  const project = compose === undefined ? whole.compose : compose;
  if (!isMapping(project)) return compose === undefined ? whole : { ...whole, compose: project };
  const services = isMapping(project.services)
    ? Object.fromEntries(
        Object.entries(project.services).map(([name, service]) => [
          name,
          isMapping(service) ? withoutExtensions(service) : service,
        ]),
      )
    : project.services;
  return { ...whole, compose: { ...withoutExtensions(project), services } };
}

function withoutExtensions(mapping: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(mapping).filter(([key]) => !key.startsWith('x-')));
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
