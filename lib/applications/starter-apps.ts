import 'server-only';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Model } from './model';
import { readNativeApp } from './native/read';
import { printProblem } from './problem';

export type StarterApp = {
  model: Model;
  contentHash: string;
  /** The definition as written, for showing it. */
  text: string;
};

/**
 * The definitions that come with Tomo, sorted by id, read from `folder` (`lib/applications/starter/<id>/app.yaml` of the
 * program). Throws when one of them is not ready: they are part of the program, so that is a defect.
 */
export function readStarterApps(
  folder = path.join(process.cwd(), 'lib', 'applications', 'starter'),
): StarterApp[] {
  const ids = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return ids
    .map(({ name }) => readStarterApp(folder, name))
    .sort((a, b) => (a.model.slug < b.model.slug ? -1 : 1));
}

function readStarterApp(folder: string, id: string): StarterApp {
  const text = readFileSync(path.join(folder, id, 'app.yaml'), 'utf8');
  const reading = readNativeApp({ text, folder: id });
  if (reading.verdict !== 'ready') {
    throw new Error(reading.problems.map((problem) => printProblem(problem, `starter/${id}`)).join('\n'));
  }
  return { model: reading.model, contentHash: reading.contentHash, text };
}
