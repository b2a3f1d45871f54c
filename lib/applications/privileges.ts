import 'server-only';
import { isWithin, systemFolders } from './abs-path';
import type { Model } from './model';
import type { Service } from './service-model';

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
const sockets = new Set(['docker.sock', 'containerd.sock', 'podman.sock', 'crio.sock']);
const systemRoots = [...systemFolders, '/home/root'];

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
