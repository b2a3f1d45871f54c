import { TomoError } from '@/lib/runtime/errors';
import type { PreparationOptions } from '../schema';

type Json = Record<string, unknown>;

/**
 * Merges the chosen settings of the Docker engine into `before` (the text of daemon.json, null: there is none). Keys that
 * are set already keep their value, and `kept` says so; all other keys stay. `set` names what is new; without any, `text`
 * is `before`. Throws `conflict` for a file that is not an object of JSON.
 */
export function mergeEngineSettings(
  before: string | null,
  { logRotation, liveRestore }: Pick<PreparationOptions, 'logRotation' | 'liveRestore'>,
  { swarm }: { swarm: boolean },
): { text: string; set: string[]; kept: string[] } {
  const settings = parsed(before);
  const set: string[] = [];
  const kept: string[] = [];
  if (logRotation) rotateLogs(settings, logRotation, set, kept);
  if (liveRestore) {
    if (swarm) kept.push('live-restore is left out: a member of a swarm may not have it.');
    else if (!('live-restore' in settings)) {
      settings['live-restore'] = true;
      set.push('live-restore');
    } else if (settings['live-restore'] !== true)
      kept.push('live-restore is set to false already and stays so.');
  }
  const text = set.length === 0 ? (before ?? '') : `${JSON.stringify(settings, null, indentOf(before))}\n`;
  return { text, set, kept };
}

// Drivers that rotate by these two options.
const ROTATING = new Set<unknown>([undefined, 'json-file', 'local']);

function rotateLogs(
  settings: Json,
  { maxSizeMb, maxFiles }: NonNullable<PreparationOptions['logRotation']>,
  set: string[],
  kept: string[],
): void {
  if (!ROTATING.has(settings['log-driver'])) {
    kept.push(
      `log-driver is set to ${String(settings['log-driver'])} already, which keeps no files to rotate.`,
    );
    return;
  }
  const existing = settings['log-opts'];
  const options: Json = isObject(existing) ? { ...existing } : {};
  for (const [key, value] of [
    ['max-size', `${maxSizeMb}m`],
    ['max-file', String(maxFiles)],
  ] as const) {
    if (!(key in options)) {
      options[key] = value;
      set.push(`log-opts.${key}`);
    } else if (options[key] !== value)
      kept.push(`log-opts.${key} is set to ${String(options[key])} already and stays so.`);
  }
  if (set.length > 0) settings['log-opts'] = options;
}

function parsed(before: string | null): Json {
  if (before === null || before.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(before);
    if (isObject(value)) return value;
  } catch {
    // Told below, like a file that holds something else than an object.
  }
  throw new TomoError(
    'conflict',
    '/etc/docker/daemon.json is not an object of JSON; Tomo leaves it as it is.',
    {
      hint: 'Correct the file (dockerd --validate says where it is wrong), then retry.',
      reason: 'settings_unreadable',
    },
  );
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function indentOf(before: string | null): string {
  return /^\{\s*\n([ \t]+)"/.exec(before ?? '')?.[1] ?? '  ';
}
