import 'server-only';
import { explain } from '@/lib/jobs/explain/explain';
import { TomoError } from '@/lib/runtime/errors';
import type { ServerLink } from '@/lib/servers/link';
import type { RunResult } from '@/lib/ssh/run';
import { configDifferences } from '../config-check';
import type { ProjectFile, Rendered, RenderInput } from '../render-input';
import { renderVersion } from '../render-version';
import { composeConfig } from '../scripts/compose';
import { makeAppFolder, writeAppFile } from '../scripts/folder';
import { variablesOf } from '../variables';
import { onServer, type VersionWork } from './context';

const CALL_MS = 60_000;
const SPARE_KIB = 1024;
const CONFIG_LIMIT_BYTES = 32 * 2 ** 20;

/** Writes the project folder and proves, before anything starts, that Compose reads from it exactly what was meant. */
export async function writeFilesStep(work: VersionWork): Promise<void> {
  const { input, rendered } = renderVersion(work.app, work.version, work.secrets);
  await work.job.step('write_files', async (step) => {
    await onServer(work, async (link) => {
      await writeProject(work, link, rendered, (file) => step.log(`${octal(file.mode)} ${file.path}`));
      await requireSameConfig(work, link, input, rendered);
    });
    step.log('Compose reads every value and every right of the containers as meant.');
    return { summary: `${rendered.files.length} files in ${folderOf(work)}, checked with Compose` };
  });
}

/** Writes everything that the folder of the app consists of. */
export async function writeProject(
  work: VersionWork,
  link: ServerLink,
  rendered: Rendered,
  written?: (file: ProjectFile) => void,
): Promise<void> {
  await writeFiles(work, link, rendered.files, written);
  for (const folder of rendered.folders) await makeFolder(work, link, folder);
}

/** Writes files of the project, each whole or not at all; contents travel on stdin only. */
export async function writeFiles(
  work: VersionWork,
  link: ServerLink,
  files: readonly ProjectFile[],
  written?: (file: ProjectFile) => void,
): Promise<void> {
  for (const file of files) {
    const result = await link.root({
      script: writeAppFile,
      args: {
        instance: work.app.instanceName,
        path: file.path,
        mode: octal(file.mode),
        kib: String(Math.ceil(Buffer.byteLength(file.content) / 1024) + SPARE_KIB),
      },
      texts: { content: file.content },
      timeoutMs: CALL_MS,
      signal: work.job.signal,
    });
    if (result.exitCode !== 0) throw notWritten(file.path, result);
    written?.(file);
  }
}

/** Compares what Compose on the server understands with what was rendered (COMPOSE-3); throws at any difference. */
export async function requireSameConfig(
  work: VersionWork,
  link: ServerLink,
  input: RenderInput,
  rendered: Rendered,
): Promise<void> {
  const { exitCode, stdout, stderr } = await link.root({
    script: composeConfig,
    args: { instance: work.app.instanceName },
    timeoutMs: CALL_MS,
    maxBytes: CONFIG_LIMIT_BYTES,
    signal: work.job.signal,
  });
  if (exitCode !== 0) {
    for (const line of lastLines(stderr)) work.job.log(line, 'WARNING', 'stderr');
    const cause = explain(lastLines(stderr));
    throw new TomoError('unavailable', cause?.sentence ?? 'Compose cannot read the files of the app.', {
      hint: cause?.action ?? 'The last lines of the log say why.',
      reason: cause?.id ?? 'compose_refused',
    });
  }
  const differences = configDifferences(rendered, variablesOf(input), parsed(stdout), folderOf(work));
  if (differences.length === 0) return;
  for (const difference of differences) work.job.log(difference, 'ERROR');
  throw new TomoError('conflict', `Compose reads the files otherwise than meant: ${differences[0]}`, {
    hint: 'Nothing was started. If somebody changed the files on the server, take the change back; otherwise report this.',
    reason: 'config_differs',
  });
}

/** The folder of the app on its server. */
export function folderOf({ app }: Pick<VersionWork, 'app'>): string {
  return `/opt/tomo/apps/${app.instanceName}`;
}

async function makeFolder(
  work: VersionWork,
  link: ServerLink,
  { path, owner }: Rendered['folders'][number],
): Promise<void> {
  const result = await link.root({
    script: makeAppFolder,
    args: { instance: work.app.instanceName, path, owner: owner ?? '' },
    timeoutMs: CALL_MS,
    signal: work.job.signal,
  });
  if (result.exitCode !== 0) throw notWritten(path, result);
}

function notWritten(path: string, { exitCode, stderr }: RunResult): TomoError {
  const said = lastLines(stderr).at(-1) ?? `exit code ${exitCode}`;
  const cause = explain([said]);
  return new TomoError('unavailable', cause?.sentence ?? `${path} could not be written: ${said}`, {
    hint: cause?.action ?? 'Put the folder in order on the server, then retry.',
    reason: exitCode === 71 ? 'path_unsafe' : (cause?.id ?? 'not_written'),
  });
}

function lastLines(text: string): string[] {
  return text.split('\n').filter(Boolean).slice(-20);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const octal = (mode: number) => mode.toString(8).padStart(4, '0');
