import 'server-only';
import { isWithin, parseAbsPath } from '../abs-path';
import { nearest } from '../nearest';
import { pathPrivilege } from '../privileges';
import type { PathStep } from '../problem';
import type { Mount } from '../service-model';
import type { AppInput } from './app-input';
import type { Findings } from './findings';
import type { ServiceInput } from './service-input';

type MountInput = NonNullable<ServiceInput['volumes']>[number];
type Plain = { source: string; target: string; readOnly: boolean };

const timeFiles = new Set(['/etc/localtime', '/etc/timezone']);
const ourFolders = ['/opt/tomo', '/var/lib/tomo', '/run/tomo', '/var/run/tomo'];

/** Reads one entry of `volumes`; undefined when it is refused or has no effect (the problem says why). */
export function readMount(
  findings: Findings,
  path: readonly PathStep[],
  input: MountInput,
  app: AppInput,
): Mount | undefined {
  const plain = plainMount(findings, path, input);
  if (!plain) return undefined;
  const target = parseAbsPath(plain.target);
  if (
    !target ||
    ['/', '/proc', '/sys', '/dev'].some((root) => root === target) ||
    isWithin(target, '/proc') ||
    isWithin(target, '/sys')
  ) {
    findings.add(
      path,
      'schema',
      `${plain.target || 'the target'} is not a place where something can be mounted`,
    );
    return undefined;
  }
  const { source, readOnly } = plain;
  if (app.volumes.some((volume) => volume.id === source)) {
    const isReadOnly = readOnly || app.volumes.some((volume) => volume.id === source && volume.readOnly);
    return { kind: 'volume', volume: source, target, readOnly: isReadOnly };
  }
  if (source.startsWith('./files/')) {
    const file = source.slice('./files/'.length);
    if (app.files.some((one) => one.path === file)) return { kind: 'file', file, target };
    findings.add(
      path,
      'unknown-file',
      `${source} is not in the list files${meant(
        file,
        app.files.map((one) => one.path),
      )}`,
    );
    return undefined;
  }
  const field = /^\$\{([A-Z][A-Z0-9_]*)\}$/.exec(source)?.[1];
  if (field) return fieldMount(findings, path, field, target, readOnly, app);
  if (source.startsWith('/')) return hostMount(findings, path, source, target, readOnly);
  refuseSource(findings, path, source, app);
  return undefined;
}

function plainMount(findings: Findings, path: readonly PathStep[], input: MountInput): Plain | undefined {
  if (typeof input !== 'string')
    return { source: input.source, target: input.target, readOnly: input.read_only ?? false };
  const [source = '', target, options, ...more] = input.split(':');
  if (target === undefined) {
    findings.add(
      path,
      'schema',
      `${input} has no target: write volume:/path, and declare the volume in the list volumes`,
    );
    return undefined;
  }
  if (more.length > 0 || (options !== undefined && options !== 'ro' && options !== 'rw')) {
    findings.add(
      path,
      'unsupported:mount-option',
      `${input}: only :ro and :rw are understood after the target`,
    );
    return undefined;
  }
  return { source, target, readOnly: options === 'ro' };
}

function fieldMount(
  findings: Findings,
  path: readonly PathStep[],
  field: string,
  target: NonNullable<ReturnType<typeof parseAbsPath>>,
  readOnly: boolean,
  app: AppInput,
): Mount | undefined {
  findings.references.push({ key: field, path, uses: true });
  const input = app.fields.find((one) => one.key === field);
  if (input?.type === 'path') {
    if (!input.required || input.showIf)
      findings.add(path, 'schema', `${field} is mounted, so it must be required and always shown`);
    findings.need(`outside-path:\${${field}}`, path, `\${${field}}`);
    return { kind: 'field', field, target, readOnly };
  }
  if (input) findings.add(path, 'outside-path', `\${${field}} as a source must be a field of type path`);
  return undefined;
}

function hostMount(
  findings: Findings,
  path: readonly PathStep[],
  raw: string,
  target: NonNullable<ReturnType<typeof parseAbsPath>>,
  readOnly: boolean,
): Mount | undefined {
  const source = parseAbsPath(raw);
  if (
    !source ||
    ourFolders.some((folder) => isWithin(source, folder)) ||
    /^\/proc\/(?:self|thread-self|\d+)(?:\/|$)/.test(source)
  ) {
    findings.add(path, 'outside-path', `${raw} cannot be mounted`);
    return undefined;
  }
  if (timeFiles.has(source)) {
    findings.add(path, 'localtime-dropped', `${source} is left out: the variable TZ carries the time zone`, {
      level: 'info',
    });
    return undefined;
  }
  findings.need(pathPrivilege(source), path, source);
  return { kind: 'host', source, target, readOnly };
}

function refuseSource(findings: Findings, path: readonly PathStep[], source: string, app: AppInput): void {
  if (/^[a-zA-Z0-9][\w.-]*$/.test(source)) {
    findings.add(
      path,
      'unknown-volume',
      `${source} is not in the list volumes${meant(
        source,
        app.volumes.map((volume) => volume.id),
      )}`,
    );
    return;
  }
  findings.add(
    path,
    'outside-path',
    `${source || 'an empty source'} cannot be mounted: use a volume or a file below ./files/`,
  );
}

function meant(word: string, known: string[]): string {
  const near = nearest(word, known);
  return near ? `; did you mean ${near}?` : '';
}
