import type { loadPreparations } from '@/lib/preparations/loaders';
import { preparationMessages } from './messages';

export type Run = Awaited<ReturnType<typeof loadPreparations>>[number];
export type UndoPlan = {
  id: string;
  changes: string[];
  /** What it leaves although Tomo made it, and why. */
  stays: string | null;
  createdAt: string;
};

/** The plan of an undo that still holds: it is complete, and nothing was changed after it. `runs` are newest first. */
export function undoPlanOf(runs: readonly Run[]): UndoPlan | null {
  for (const { id, kind, status, options, result, createdAt } of runs) {
    if (kind === 'install' || kind === 'remove') return null;
    if (options.undo === true && status === 'completed' && Array.isArray(result?.changes))
      return {
        id,
        changes: [
          ...result.changes.map(String),
          ...(Array.isArray(result.packages) && result.packages.length > 0
            ? [preparationMessages.removePackages(result.packages.map(String))]
            : []),
        ],
        stays: typeof result.stays === 'string' ? result.stays : null,
        createdAt,
      };
  }
  return null;
}
