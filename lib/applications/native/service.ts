import 'server-only';
import { isIP } from 'node:net';
import { parseAbsPath } from '../abs-path';
import { imageRef, parseImageRef } from '../image-ref';
import type { PathStep } from '../problem';
import type { Mount, Service } from '../service-model';
import { parseComposeSize } from '../sizes';
import type { AppInput } from './app-input';
import { readEnvironment } from './environment';
import type { Findings } from './findings';
import { readHealthcheck } from './healthcheck';
import { readMount } from './mounts';
import { readPairs } from './pairs';
import { readPower } from './power';
import type { ServiceInput } from './service-input';
import { readWords } from './words';

/** Reads one service of the Compose subset into the model; everything refused is noted in `findings`. */
export function readService(
  findings: Findings,
  path: readonly PathStep[],
  input: ServiceInput,
  app: AppInput,
): Service {
  const words = (key: 'command' | 'entrypoint') =>
    input[key] !== undefined && readWords(findings, [...path, key], input[key]);
  return {
    image: readImage(findings, [...path, 'image'], input.image),
    command: words('command') || undefined,
    entrypoint: words('entrypoint') || undefined,
    env: readEnvironment(findings, [...path, 'environment'], input.environment),
    mounts: readMounts(findings, path, input, app),
    tmpfs: readTmpfs(findings, [...path, 'tmpfs'], input.tmpfs),
    dependsOn: readDependencies(input.depends_on),
    healthcheck: readHealthcheck(findings, [...path, 'healthcheck'], input.healthcheck),
    restart: input.restart ?? 'unless-stopped',
    user: input.user === undefined ? undefined : readUser(findings, [...path, 'user'], input.user),
    groupAdd: (input.group_add ?? []).map(String),
    workingDir: readFolder(findings, [...path, 'working_dir'], input.working_dir),
    hostname: input.hostname,
    init: input.init,
    tty: input.tty,
    stdinOpen: input.stdin_open,
    stopSignal: input.stop_signal,
    stopGraceMs: input.stop_grace_period,
    shmBytes: input.shm_size,
    ulimits: Object.fromEntries(
      Object.entries(input.ulimits ?? {}).map(([name, limit]) => [
        name,
        typeof limit === 'number' ? { soft: limit, hard: limit } : limit,
      ]),
    ),
    readOnly: input.read_only ?? false,
    extraHosts: readExtraHosts(findings, [...path, 'extra_hosts'], input.extra_hosts),
    dns: typeof input.dns === 'string' ? [input.dns] : (input.dns ?? []),
    networks: input.networks ?? [],
    aliases: [],
    secrets: input.secrets ?? [],
    platform: input.platform,
    limits: {
      memoryBytes: input.deploy?.resources?.limits?.memory,
      cpus: input.deploy?.resources?.limits?.cpus,
      pids: input.deploy?.resources?.limits?.pids,
    },
    capDrop: [...new Set(input.cap_drop ?? [])].sort(),
    power: readPower(findings, path, input),
  };
}

function readImage(findings: Findings, path: readonly PathStep[], raw: string): Service['image'] {
  const image = parseImageRef(raw);
  if (!image) findings.add(path, 'schema', `${raw} is not an image name`);
  else if (!image.parts.tag || image.parts.tag === 'latest') {
    findings.add(path, 'tag-latest', 'image needs a fixed tag, for example postgres:17-alpine');
  }
  return image?.ref ?? imageRef.parse('invalid:0');
}

function readMounts(
  findings: Findings,
  path: readonly PathStep[],
  input: ServiceInput,
  app: AppInput,
): Mount[] {
  return (input.volumes ?? []).flatMap((mount, index) => {
    const read = readMount(findings, [...path, 'volumes', index], mount, app);
    return read ? [read] : [];
  });
}

function readTmpfs(
  findings: Findings,
  path: readonly PathStep[],
  raw: ServiceInput['tmpfs'],
): Service['tmpfs'] {
  const list = typeof raw === 'string' ? [raw] : (raw ?? []);
  return list.flatMap((entry) => {
    const [rawTarget = '', options] = entry.split(':');
    const target = parseAbsPath(rawTarget);
    const sizeBytes =
      options === undefined ? undefined : parseComposeSize(/^size=(\w+)$/.exec(options)?.[1] ?? '');
    if (target && target !== '/' && (options === undefined || sizeBytes)) return [{ target, sizeBytes }];
    findings.add(path, 'schema', `${entry} must be a path such as /tmp, or /tmp:size=64m`);
    return [];
  });
}

function readDependencies(raw: ServiceInput['depends_on']): Service['dependsOn'] {
  if (Array.isArray(raw)) return Object.fromEntries(raw.map((name) => [name, 'service_started' as const]));
  return Object.fromEntries(
    Object.entries(raw ?? {}).map(([name, { condition }]) => [name, condition ?? 'service_started']),
  );
}

function readUser(findings: Findings, path: readonly PathStep[], raw: string | number): Service['user'] {
  const text = findings.text(path, findings.spelled(path, raw));
  const shape = text.map((part) => (typeof part === 'string' ? part : '0')).join('');
  if (!/^[a-z0-9_][a-z0-9_.-]{0,31}(?::[a-z0-9_][a-z0-9_.-]{0,31})?$/i.test(shape))
    findings.add(path, 'schema', `${raw} is not a user or user:group`);
  return text;
}

function readFolder(
  findings: Findings,
  path: readonly PathStep[],
  raw: string | undefined,
): Service['workingDir'] {
  if (raw === undefined) return undefined;
  const folder = parseAbsPath(raw);
  if (!folder) findings.add(path, 'schema', `${raw} is not an absolute path`);
  return folder;
}

function readExtraHosts(
  findings: Findings,
  path: readonly PathStep[],
  raw: ServiceInput['extra_hosts'],
): Record<string, string> {
  // `host:address` and `host=address` are both in use; the address may be IPv6.
  const entries = Array.isArray(raw)
    ? raw.map((entry) => (entry.includes('=') ? entry : entry.replace(':', '=')))
    : raw;
  const pairs = readPairs(findings, path, entries);
  for (const { key, value, at } of pairs) {
    const isAddress = value === 'host-gateway' || isIP(value) > 0;
    if (!isAddress || !/^[a-zA-Z0-9][a-zA-Z0-9.-]{0,252}$/.test(key))
      findings.add(at, 'schema', `${key} must be a host name with an IP address or host-gateway`);
  }
  return Object.fromEntries(pairs.map(({ key, value }) => [key, value]));
}
