import 'server-only';
import { isWithin } from '@/lib/applications/abs-path';
import type { Model } from '@/lib/applications/model';
import { servicePrivileges } from '@/lib/applications/privileges';
import type { Service } from '@/lib/applications/service-model';
import type { ContainerDetail } from '@/lib/docker/container-shapes';

type Allowed = {
  /** Ids of the privileges that the deployment may use. */
  granted: readonly string[];
  /** Folder of the app on the server: what lies in it is the app's own. */
  folder: string;
  /** Folders of the server that people named in fields; each was checked when it was typed. */
  paths: readonly string[];
};

/**
 * The privileges that a container really has beyond those granted, as the engine applied them (COMPOSE-3). Empty for a
 * container in its box. What no privilege allows at all is named in words.
 */
export function excessPrivileges(container: ContainerDetail, { granted, folder, paths }: Allowed): string[] {
  const { privileges } = container;
  const binds = container.mounts.flatMap(({ type, source }) => (type === 'bind' && source ? [source] : []));
  const foreign = binds.filter((source) => !isWithin(source, folder) && !paths.includes(source));
  const used = servicePrivileges({
    mounts: foreign.map((source) => ({ kind: 'host', source, target: source, readOnly: false })),
    power: powerOf(privileges),
    // Only these two decide about privileges.
  } as Pick<Service, 'mounts' | 'power'> as Service);
  const excess = used.filter((id) => !granted.includes(id));
  return [...excess, ...neverAllowed(privileges)];
}

/** Values of the fields that are mounted as folders of the server. */
export function pathsOf(model: Model, values: Readonly<Record<string, string>>): string[] {
  return Object.values(model.services).flatMap((service) =>
    service.mounts.flatMap((mount) => (mount.kind === 'field' ? [values[mount.field] ?? ''] : [])),
  );
}

type Applied = ContainerDetail['privileges'];

function powerOf(applied: Applied): Service['power'] {
  const options = applied.securityOpt.map((option) => option.replace(':', '='));
  // A privileged container has no profiles and may gain rights: that is what being privileged means.
  const unconfined = applied.privileged
    ? []
    : (['apparmor', 'seccomp', 'label', 'systempaths'] as const).filter((name) =>
        options.some((option) => option === `${name}=unconfined` || option === `${name}=disable`),
      );
  return {
    privileged: applied.privileged,
    hostNetwork: applied.networkMode === 'host',
    hostPid: applied.pidMode === 'host',
    hostIpc: applied.ipcMode === 'host',
    hostUserns: applied.usernsMode === 'host',
    capAdd: applied.capAdd.map((name) => name.replace(/^CAP_/, '')),
    devices: applied.devices.map((source) => ({
      source,
      target: source,
      rights: 'rwm',
    })) as Service['power']['devices'],
    sysctls: applied.sysctls,
    unconfined,
    newPrivileges: !options.some((option) => /^no-new-privileges(=true)?$/.test(option)),
    gpu: applied.deviceRequests > 0,
  };
}

function neverAllowed(applied: Applied): string[] {
  return [
    ...(applied.volumesFrom.length > 0 ? ['volumes of another container'] : []),
    ...(applied.networkMode?.startsWith('container:') ? ['the network of another container'] : []),
    ...(applied.pidMode?.startsWith('container:') ? ['the processes of another container'] : []),
    ...(applied.utsMode === 'host' ? ['the host name of the server'] : []),
    ...(applied.deviceCgroupRules.length > 0 ? ['rules for devices'] : []),
  ];
}
