import 'server-only';
import { type ImageRef, pinImage } from '@/lib/applications/image-ref';
import type { Healthcheck, Service } from '@/lib/applications/service-model';
import { printDuration } from '@/lib/applications/sizes';
import { composeLiteral, composeText, composeWords } from './compose-text';
import type { RenderInput } from './render-input';
import { renderLabels } from './render-labels';
import { renderMount } from './render-mounts';
import { renderNetworks, renderPorts } from './render-network';
import { extraKey } from './variables';

/** Most processes of one container unless its definition says otherwise: enough for databases, an end for fork bombs. */
const defaultPids = 2048;

/** What rendering goes through: values of every key in `variables`, and the keys that were referred to in `used`. */
export type Rendering = {
  input: RenderInput;
  variables: Readonly<Record<string, string>>;
  used: Set<string>;
};

/** Renders one service in Compose's long syntax. */
export function renderService(
  { input, variables, used }: Rendering,
  name: string,
  service: Service,
): Record<string, unknown> {
  const { power } = service;
  const limits = input.limits[name] ?? {};
  return withoutUndefined({
    image: deployedImage(input, service.image),
    platform: service.platform,
    command: service.command && composeWords(service.command, used),
    entrypoint: service.entrypoint && composeWords(service.entrypoint, used),
    environment: filled(renderEnvironment(input, name, service, used)),
    volumes: filled(service.mounts.map((mount) => renderMount(input, mount, used))),
    tmpfs: filled(
      service.tmpfs.map(
        ({ target, sizeBytes }) => composeLiteral(target) + (sizeBytes ? `:size=${sizeBytes}` : ''),
      ),
    ),
    secrets: filled(service.secrets.map((key) => ({ source: key, target: `/run/secrets/${key}` }))),
    ports: power.hostNetwork ? undefined : filled(renderPorts(input, name)),
    networks: power.hostNetwork ? undefined : renderNetworks(service),
    network_mode: power.hostNetwork ? 'host' : undefined,
    depends_on: filled(mapped(service.dependsOn, (condition) => ({ condition }))),
    healthcheck: service.healthcheck && renderHealthcheck(service.healthcheck, used),
    restart: limits.restart ?? service.restart,
    user: service.user && composeText(service.user, used),
    group_add: filled(service.groupAdd),
    working_dir: service.workingDir && composeLiteral(service.workingDir),
    hostname: service.hostname,
    init: service.init,
    tty: service.tty,
    stdin_open: service.stdinOpen,
    stop_signal: service.stopSignal,
    stop_grace_period: service.stopGraceMs && printDuration(service.stopGraceMs),
    shm_size: service.shmBytes,
    ulimits: filled(service.ulimits),
    read_only: service.readOnly || undefined,
    extra_hosts: filled(service.extraHosts),
    dns: filled(service.dns),
    cap_drop: filled(service.capDrop),
    cap_add: filled(power.capAdd),
    privileged: power.privileged || undefined,
    pid: power.hostPid ? 'host' : undefined,
    ipc: power.hostIpc ? 'host' : undefined,
    userns_mode: power.hostUserns ? 'host' : undefined,
    devices: filled(
      power.devices.map(
        ({ source, target, rights }) => `${composeLiteral(source)}:${composeLiteral(target)}:${rights}`,
      ),
    ),
    sysctls: filled(mapped(power.sysctls, composeLiteral)),
    security_opt: filled(securityOptions(service)),
    deploy: power.gpu
      ? { resources: { reservations: { devices: [{ capabilities: ['gpu'], count: 'all' }] } } }
      : undefined,
    mem_limit: limits.memoryBytes ?? service.limits.memoryBytes ?? defaultMemory(input.server.memoryBytes),
    cpus: limits.cpus ?? service.limits.cpus,
    pids_limit: service.limits.pids ?? defaultPids,
    logging: {
      driver: 'json-file',
      options: { 'max-size': `${input.logs.maxMb}m`, 'max-file': String(input.logs.files) },
    },
    labels: renderLabels(input, variables, service),
  });
}

/** The image with the digest found for it, or as declared. */
export function deployedImage({ digests }: RenderInput, image: ImageRef): ImageRef {
  const digest = Object.hasOwn(digests, image) ? digests[image] : undefined;
  return digest === undefined ? image : pinImage(image, digest);
}

/** Three quarters of the server, so that one app cannot take it down; 1 GiB while its size is unknown. Whole MiB. */
function defaultMemory(serverBytes: number | undefined): number {
  const mib = 2 ** 20;
  return Math.max(256 * mib, Math.floor(((serverBytes ?? (4 * 1024 * mib) / 3) * 0.75) / mib) * mib);
}

function renderEnvironment(
  input: RenderInput,
  name: string,
  service: Service,
  used: Set<string>,
): Record<string, string> {
  const environment = mapped(service.env, (text) => composeText(text, used));
  for (const variable of input.extra) {
    if (variable.service === name)
      environment[variable.name] = composeText([{ ref: extraKey(name, variable.name) }], used);
  }
  return environment;
}

function renderHealthcheck(check: Healthcheck, used: Set<string>): Record<string, unknown> {
  if ('disable' in check) return { disable: true };
  const duration = (milliseconds: number | undefined) => milliseconds && printDuration(milliseconds);
  return withoutUndefined({
    test: composeWords(check.test, used),
    interval: duration(check.intervalMs),
    timeout: duration(check.timeoutMs),
    start_period: duration(check.startPeriodMs),
    retries: check.retries,
  });
}

function securityOptions({ power }: Service): string[] {
  return [
    ...(power.newPrivileges ? [] : ['no-new-privileges:true']),
    ...power.unconfined.map((name) => `${name}=${name === 'label' ? 'disable' : 'unconfined'}`),
  ];
}

function mapped<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/** Undefined instead of an empty list or mapping, so that the file says only what matters. */
function filled<T extends object>(value: T): T | undefined {
  return Object.keys(value).length > 0 ? value : undefined;
}

function withoutUndefined(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
