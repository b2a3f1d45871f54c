import 'server-only';
import { contentHash } from '../canonical';
import { type Model, modelSchema } from '../model';
import { type Problem, problemLimit, type Verdict, verdictOf } from '../problem';
import { readYaml } from '../yaml';
import type { YamlDocument } from '../yaml-document';
import { type AppInput, appInput } from './app-input';
import { assembleModel } from './assemble';
import { startFindings } from './findings';
import { checkMeaning } from './meaning';
import { shapeProblems } from './shape-problems';
import { joinSource, type Source } from './source';
import { checkStructure } from './structure';
import { checkUrlSecrets } from './url-secrets';

/** One app as it lies in a catalogue: `app.yaml` and the text files beside it. */
export type NativeApp = {
  text: string;
  /** Name of the folder, which must equal `id`; left out for an app at the root and for custom apps. */
  folder?: string;
  /** Path relative to the folder → text, for `compose.yaml` and everything below `files/`. */
  siblings?: Readonly<Record<string, string>>;
};

export type NativeReading =
  | { verdict: Exclude<Verdict, 'rejected'>; model: Model; contentHash: string; problems: Problem[] }
  | { verdict: 'rejected'; model?: undefined; problems: Problem[] };

/**
 * Reads a native definition (`app.yaml`, format 1). Pure: no clock, no randomness, no files. Every problem names its place
 * in the file; one of level `rejected` means that there is no model. Equal definitions give equal `contentHash`.
 */
export function readNativeApp({ text, folder, siblings = {} }: NativeApp): NativeReading {
  const opened = openSource(text, siblings);
  if ('problem' in opened) return rejected([opened.problem]);
  const { source } = opened;
  const early = versionProblem(source) ?? formatProblem(source);
  if (early) return rejected([early]);
  const parsed = appInput.safeParse(source.value);
  if (!parsed.success) return rejected(shapeProblems(source, parsed.error));
  return readMeaning(source, parsed.data, folder, siblings);
}

function readMeaning(
  source: Source,
  app: AppInput,
  folder: string | undefined,
  siblings: Readonly<Record<string, string>>,
): NativeReading {
  const findings = startFindings(source);
  const model = assembleModel(findings, app, siblings);
  if (!model) return rejected(findings.problems);
  checkStructure(findings, app, model);
  checkMeaning(findings, app, model);
  checkUrlSecrets(findings, model);
  if (folder !== undefined && folder !== app.id)
    findings.add(['id'], 'schema', `id is "${app.id}" but the folder is "${folder}"`);
  const problems = inFileOrder(findings.problems);
  const verdict = verdictOf(problems);
  if (verdict === 'rejected') return rejected(problems);
  const checked = modelSchema.parse(JSON.parse(JSON.stringify(model)));
  return { verdict, model: checked, contentHash: contentHash(checked), problems };
}

type Opened = { source: Source } | { problem: Problem };

function openSource(text: string, siblings: Readonly<Record<string, string>>): Opened {
  const app = open('app.yaml', text);
  if ('problem' in app) return app;
  const name = (app.document.value as Record<string, unknown> | null)?.compose;
  if (typeof name !== 'string') return { source: joinSource({ file: 'app.yaml', ...app }) };
  const compose = /^compose\.ya?ml$/.test(name) && Object.hasOwn(siblings, name) ? siblings[name] : undefined;
  if (compose === undefined) {
    const { line, column } = app.document.valueAt(['compose']);
    const problem = {
      code: 'seed-file-missing',
      level: 'rejected',
      file: 'app.yaml',
      line,
      column,
      at: 'compose',
    } as const;
    return {
      problem: {
        ...problem,
        text: `compose must be a mapping with services, or compose.yaml beside this file`,
      },
    };
  }
  const project = open(name, compose);
  if ('problem' in project) return project;
  return { source: joinSource({ file: 'app.yaml', ...app }, { file: name, ...project }) };
}

function open(file: string, text: string): { document: YamlDocument } | { problem: Problem } {
  const reading = readYaml(text);
  if ('document' in reading) return reading;
  const { code, line, column, text: message } = reading.problem;
  return { problem: { code, level: 'rejected', file, line, column, at: '', text: message } };
}

/** Said on its own, because a file of another format has none of our keys and would be reported a dozen times. */
function formatProblem(source: Source): Problem | undefined {
  const value = source.value;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return source.problem([], 'schema', 'the file must be a mapping');
  if (!Object.hasOwn(value, 'tomo'))
    return source.problem([], 'schema', 'the key tomo: 1 is missing; without it this is not a definition');
  const format = (value as Record<string, unknown>).tomo;
  return format === 1
    ? undefined
    : source.problem(['tomo'], 'schema', 'tomo must be 1, the only format so far');
}

function versionProblem(source: Source): Problem | undefined {
  const version = (source.value as Record<string, unknown> | null)?.version;
  if (typeof version !== 'number') return undefined;
  const spelled = source.spelling(['version']) ?? '';
  const reason =
    spelled === String(version)
      ? `version must be quoted: "${spelled}"`
      : `version must be quoted: ${spelled} would be read as ${version}`;
  return source.problem(['version'], 'schema', reason);
}

function inFileOrder(problems: Problem[]): Problem[] {
  return problems.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column);
}

function rejected(problems: Problem[]): NativeReading {
  return { verdict: 'rejected', problems: inFileOrder(problems).slice(0, problemLimit) };
}
