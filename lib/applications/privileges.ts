import 'server-only';
import { isWithin } from './abs-path';
import type { Model, Service } from './model';

/** Privileges a container gets anyway: adding one of them back after `cap_drop: [ALL]` needs no consent. */
const defaultCapabilities = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'NET_RAW',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);
const rootCapabilities = new Set([
  'ALL',
  'SYS_ADMIN',
  'SYS_MODULE',
  'SYS_PTRACE',
  'SYS_RAWIO',
  'DAC_READ_SEARCH',
  'BPF',
  'SYS_BOOT',
  'MAC_ADMIN',
]);
const sockets = new Set(['docker.sock', 'containerd.sock', 'podman.sock', 'crio.sock']);
const systemRoots = [
  '/etc',
  '/proc',
  '/sys',
  '/dev',
  '/run',
  '/var',
  '/boot',
  '/lib',
  '/lib64',
  '/usr',
  '/bin',
  '/sbin',
  '/root',
  '/home/root',
];

/** Ids of the privileges that `service` needs, sorted, each once. */
export function servicePrivileges(service: Service): string[] {
  const { power } = service;
  const ids = [
    ...service.mounts.flatMap((mount) => (mount.kind === 'host' ? [pathPrivilege(mount.source)] : [])),
    ...service.mounts.flatMap((mount) => (mount.kind === 'field' ? [`outside-path:\${${mount.field}}`] : [])),
    ...(power.privileged ? ['privileged'] : []),
    ...(power.hostNetwork ? ['host-network'] : []),
    ...(power.hostPid ? ['host-pid'] : []),
    ...(power.hostIpc ? ['host-ipc'] : []),
    ...(power.hostUserns ? ['host-userns'] : []),
    ...(power.newPrivileges ? ['new-privileges'] : []),
    ...(power.gpu ? ['gpu'] : []),
    ...(power.unconfined.length > 0 ? ['unconfined'] : []),
    ...power.capAdd.filter((name) => !defaultCapabilities.has(name)).map((name) => `capability:${name}`),
    ...power.devices.map((device) => `device:${device.source}`),
    ...Object.keys(power.sysctls).map((name) => `sysctl:${name}`),
  ];
  return [...new Set(ids)].sort();
}

/** Every privilege that the definition itself needs, with the services that need it. Ports are judged when they are chosen. */
export function neededPrivileges(model: Pick<Model, 'services' | 'ports'>): Map<string, string[]> {
  const needed = new Map<string, string[]>();
  const note = (id: string, service: string) =>
    needed.set(id, [...new Set([...(needed.get(id) ?? []), service])].sort());
  for (const [name, service] of Object.entries(model.services))
    for (const id of servicePrivileges(service)) note(id, name);
  for (const port of model.ports)
    if (port.bind === 'all' && (port.preferred ?? 1024) < 1024) note('low-port', port.service);
  return new Map([...needed].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The privilege that mounting `source` of the server needs. */
export function pathPrivilege(source: string): string {
  if (source === '/') return 'whole-disk';
  if (sockets.has(source.split('/').at(-1) ?? '')) return 'docker-socket';
  return systemRoots.some((root) => isWithin(source, root))
    ? `system-path:${source}`
    : `outside-path:${source}`;
}

export type PrivilegeWords = {
  title: string;
  /** What granting it means, one sentence. */
  meaning: string;
  /** The app could take over the server. */
  severe: boolean;
};

const simple: Record<string, PrivilegeWords> = {
  'docker-socket': {
    title: 'Docker socket',
    meaning: 'It can start and change every container and so rule the whole server.',
    severe: true,
  },
  'host-network': {
    title: 'Network of the server',
    meaning: 'It sees and uses every network and port of the server, unfiltered.',
    severe: false,
  },
  privileged: {
    title: 'Privileged',
    meaning: 'It runs without walls around it: the same as being root on the server.',
    severe: true,
  },
  'whole-disk': {
    title: 'Whole disk',
    meaning: 'It reads and writes every file of the server.',
    severe: true,
  },
  'host-pid': {
    title: 'Processes of the server',
    meaning: 'It sees and can stop every process of the server.',
    severe: true,
  },
  'host-ipc': {
    title: 'Shared memory of the server',
    meaning: 'It reads shared memory of other programs.',
    severe: false,
  },
  'host-userns': {
    title: 'Users of the server',
    meaning: 'Its root user is the root user of the server.',
    severe: true,
  },
  'new-privileges': {
    title: 'More rights while running',
    meaning: 'Programs in it may gain rights they did not start with, as sudo does.',
    severe: false,
  },
  unconfined: {
    title: 'No security profile',
    meaning: 'The kernel filters that normally hold containers back are off.',
    severe: true,
  },
  gpu: { title: 'Graphics card', meaning: 'It uses the graphics card of the server.', severe: false },
  'low-port': {
    title: 'Port below 1024',
    meaning: 'It answers on a port that usually belongs to the server itself, from every network.',
    severe: false,
  },
};

/** What people read about the privilege `id`. */
export function describePrivilege(id: string): PrivilegeWords {
  const known = Object.hasOwn(simple, id) ? simple[id] : undefined;
  if (known) return known;
  const colon = id.indexOf(':');
  const kind = id.slice(0, colon);
  const what = id.slice(colon + 1);
  if (kind === 'capability')
    return {
      title: `Capability ${what}`,
      meaning: `It gets the kernel right ${what}.`,
      severe: rootCapabilities.has(what),
    };
  if (kind === 'device')
    return { title: `Device ${what}`, meaning: `It uses the device ${what} directly.`, severe: false };
  if (kind === 'sysctl')
    return {
      title: `Kernel setting ${what}`,
      meaning: `It changes the kernel setting ${what}.`,
      severe: false,
    };
  if (kind === 'system-path')
    return {
      title: `System folder ${what}`,
      meaning: `It reads or writes ${what}, which belongs to the server itself.`,
      severe: true,
    };
  if (kind === 'outside-path')
    return {
      title: `Folder ${what}`,
      meaning: `It reads or writes ${what} on the server, outside its own folder.`,
      severe: false,
    };
  return { title: id, meaning: 'It goes beyond the default limits of an app.', severe: true };
}
