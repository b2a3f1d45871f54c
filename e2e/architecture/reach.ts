import type { Tree } from './tree';

type Step = { path: string; via: Step | undefined };

/**
 * Follows the imports that carry code from `start` and returns the chain of files to the first one for which `found`
 * says yes, or undefined. `stop` names files whose own imports are not followed.
 */
export function chainTo(
  tree: Tree,
  start: string,
  found: (path: string) => boolean,
  stop: (path: string) => boolean = () => false,
): string[] | undefined {
  const seen = new Set([start]);
  const queue: Step[] = [{ path: start, via: undefined }];
  for (const step of queue) {
    if (step.via && found(step.path)) return chainOf(step);
    if (step.via && stop(step.path)) continue;
    for (const { target, package: name, typeOnly } of tree.sources.get(step.path)?.imports ?? []) {
      const next = target ?? name;
      if (typeOnly || next === undefined || seen.has(next)) continue;
      seen.add(next);
      queue.push({ path: next, via: step });
    }
  }
  return undefined;
}

function chainOf(step: Step | undefined): string[] {
  return step ? [...chainOf(step.via), step.path] : [];
}
