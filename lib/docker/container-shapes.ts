import 'server-only';
import { z } from 'zod';
import { flag, labels, list, map, maybeNumber, maybeText, text, texts } from './shapes';

const listedPort = z
  .object({ IP: maybeText, PrivatePort: maybeNumber, PublicPort: maybeNumber, Type: maybeText })
  .transform((raw) => ({
    address: raw.IP,
    containerPort: raw.PrivatePort ?? 0,
    hostPort: raw.PublicPort,
    protocol: raw.Type ?? 'tcp',
  }));

const mount = z
  .object({ Type: maybeText, Name: maybeText, Source: maybeText, Destination: maybeText, RW: flag })
  .transform((raw) => ({
    type: raw.Type ?? 'volume',
    name: raw.Name,
    source: raw.Source,
    target: raw.Destination ?? '',
    writable: raw.RW,
  }));

/** A container in the list (`GET /containers/json`). */
export const containerSummary = z
  .object({
    Id: text,
    Names: texts,
    Image: text,
    ImageID: maybeText,
    Created: maybeNumber,
    State: text,
    Status: maybeText,
    Ports: list(listedPort),
    Labels: labels,
    Mounts: list(mount),
    NetworkSettings: z.object({ Networks: map(z.unknown()) }).nullish(),
  })
  .transform((raw) => ({
    id: raw.Id,
    name: (raw.Names[0] ?? raw.Id.slice(0, 12)).replace(/^\//, ''),
    image: raw.Image,
    imageId: raw.ImageID,
    createdMs: (raw.Created ?? 0) * 1000,
    /** created, running, paused, restarting, removing, exited, dead */
    state: raw.State,
    /** As a person reads it: "Up 3 hours (healthy)". */
    status: raw.Status ?? '',
    ports: raw.Ports,
    labels: raw.Labels,
    mounts: raw.Mounts,
    networks: Object.keys(raw.NetworkSettings?.Networks ?? {}),
  }));
export type ContainerSummary = z.output<typeof containerSummary>;
export const containerSummaries = list(containerSummary);

const health = z.object({
  Status: text,
  FailingStreak: maybeNumber,
  Log: list(z.object({ ExitCode: maybeNumber, Output: maybeText, End: maybeText })),
});

const state = z.object({
  Status: text,
  Running: flag,
  Paused: flag,
  Restarting: flag,
  OOMKilled: flag,
  ExitCode: maybeNumber,
  Error: maybeText,
  StartedAt: maybeText,
  FinishedAt: maybeText,
  Pid: maybeNumber,
  Health: health.nullish(),
});

const hostConfig = z.object({
  Privileged: flag,
  NetworkMode: maybeText,
  PidMode: maybeText,
  IpcMode: maybeText,
  UsernsMode: maybeText,
  UTSMode: maybeText,
  CgroupnsMode: maybeText,
  Runtime: maybeText,
  ReadonlyRootfs: flag,
  Binds: texts,
  VolumesFrom: texts,
  CapAdd: texts,
  CapDrop: texts,
  SecurityOpt: texts,
  GroupAdd: texts,
  Devices: list(z.object({ PathOnHost: maybeText, PathInContainer: maybeText })),
  DeviceRequests: list(z.object({ Driver: maybeText })),
  DeviceCgroupRules: texts,
  Sysctls: map(text),
  Memory: maybeNumber,
  NanoCpus: maybeNumber,
  PidsLimit: maybeNumber,
  RestartPolicy: z.object({ Name: maybeText }).nullish(),
  PortBindings: map(list(z.object({ HostIp: maybeText, HostPort: maybeText }))),
});

/** A container in full (`GET /containers/{id}/json`). */
export const containerDetail = z
  .object({
    Id: text,
    Name: maybeText,
    Image: text,
    Created: maybeText,
    RestartCount: maybeNumber,
    State: state,
    HostConfig: hostConfig,
    Mounts: list(mount),
    Config: z.object({ Image: maybeText, Env: texts, Labels: labels, Tty: flag, User: maybeText }),
    NetworkSettings: z.object({ Networks: map(z.object({ IPAddress: maybeText })) }).nullish(),
  })
  .transform((raw) => ({
    id: raw.Id,
    name: (raw.Name ?? raw.Id.slice(0, 12)).replace(/^\//, ''),
    /** Content id of the image that runs, `sha256:…`; `image` is the name it was asked for by. */
    imageId: raw.Image,
    image: raw.Config.Image ?? raw.Image,
    createdAt: raw.Created,
    // Kept as an integer, which the database gives back exactly below 2^53 only.
    restartCount: Math.min(Math.max(0, raw.RestartCount ?? 0), Number.MAX_SAFE_INTEGER),
    state: stateView(raw.State),
    env: raw.Config.Env,
    labels: raw.Config.Labels,
    user: raw.Config.User,
    terminal: raw.Config.Tty,
    mounts: raw.Mounts,
    networks: Object.entries(raw.NetworkSettings?.Networks ?? {}).map(([name, network]) => ({
      name,
      address: network.IPAddress || undefined,
    })),
    privileges: privilegesView(raw.HostConfig),
    limits: {
      memoryBytes: raw.HostConfig.Memory || undefined,
      cpus: raw.HostConfig.NanoCpus ? raw.HostConfig.NanoCpus / 1e9 : undefined,
      pids: raw.HostConfig.PidsLimit || undefined,
    },
    restartPolicy: raw.HostConfig.RestartPolicy?.Name || 'no',
    published: Object.entries(raw.HostConfig.PortBindings).flatMap(([port, bindings]) =>
      bindings.map((binding) => ({
        /** `80/tcp` */
        containerPort: port,
        address: binding.HostIp || undefined,
        hostPort: binding.HostPort || undefined,
      })),
    ),
  }));
export type ContainerDetail = z.output<typeof containerDetail>;

function stateView(raw: z.output<typeof state>) {
  return {
    status: raw.Status,
    running: raw.Running,
    paused: raw.Paused,
    restarting: raw.Restarting,
    outOfMemory: raw.OOMKilled,
    exitCode: raw.ExitCode,
    error: raw.Error || undefined,
    startedAt: raw.StartedAt,
    finishedAt: raw.FinishedAt,
    pid: raw.Pid || undefined,
    /** starting, healthy, unhealthy; absent without a health check. */
    health: raw.Health && raw.Health.Status !== 'none' ? healthView(raw.Health) : undefined,
  };
}

function healthView(raw: z.output<typeof health>) {
  const last = raw.Log.at(-1);
  return {
    status: raw.Status,
    failingStreak: raw.FailingStreak ?? 0,
    lastOutput: last?.Output,
    lastExitCode: last?.ExitCode,
  };
}

/** What the container may do to its host, as the engine applied it. */
function privilegesView(raw: z.output<typeof hostConfig>) {
  return {
    privileged: raw.Privileged,
    networkMode: raw.NetworkMode,
    pidMode: raw.PidMode,
    ipcMode: raw.IpcMode,
    usernsMode: raw.UsernsMode,
    utsMode: raw.UTSMode,
    cgroupnsMode: raw.CgroupnsMode,
    runtime: raw.Runtime,
    readOnlyRoot: raw.ReadonlyRootfs,
    binds: raw.Binds,
    volumesFrom: raw.VolumesFrom,
    capAdd: raw.CapAdd,
    capDrop: raw.CapDrop,
    securityOpt: raw.SecurityOpt,
    groupAdd: raw.GroupAdd,
    devices: raw.Devices.map((device) => device.PathOnHost ?? '?'),
    deviceRequests: raw.DeviceRequests.length,
    deviceCgroupRules: raw.DeviceCgroupRules,
    sysctls: raw.Sysctls,
  };
}
