import 'server-only';
import { z } from 'zod';
import { flag, list, maybeNumber, maybeText, text, texts } from './shapes';

/** The engine itself (`GET /version`). */
export const engineVersion = z
  .object({
    Version: text,
    ApiVersion: text,
    MinAPIVersion: maybeText,
    Os: maybeText,
    Arch: maybeText,
    KernelVersion: maybeText,
  })
  .transform((raw) => ({
    version: raw.Version,
    apiVersion: raw.ApiVersion,
    minApiVersion: raw.MinAPIVersion,
    os: raw.Os,
    arch: raw.Arch,
    kernel: raw.KernelVersion,
  }));
export type EngineVersion = z.output<typeof engineVersion>;

/** What the engine says about its host (`GET /info`). */
export const engineInfo = z
  .object({
    ID: maybeText,
    Name: maybeText,
    OperatingSystem: maybeText,
    Architecture: maybeText,
    NCPU: maybeNumber,
    MemTotal: maybeNumber,
    Containers: maybeNumber,
    ContainersRunning: maybeNumber,
    Images: maybeNumber,
    Driver: maybeText,
    DockerRootDir: maybeText,
    CgroupVersion: maybeText,
    CgroupDriver: maybeText,
    LiveRestoreEnabled: flag,
    SecurityOptions: texts,
    Warnings: texts,
    RegistryConfig: z.object({ Mirrors: texts }).nullish(),
  })
  .transform((raw) => ({
    id: raw.ID,
    name: raw.Name,
    operatingSystem: raw.OperatingSystem,
    architecture: raw.Architecture,
    cpus: raw.NCPU,
    memoryBytes: raw.MemTotal,
    containers: raw.Containers,
    containersRunning: raw.ContainersRunning,
    images: raw.Images,
    storageDriver: raw.Driver,
    rootFolder: raw.DockerRootDir,
    cgroupVersion: raw.CgroupVersion,
    cgroupDriver: raw.CgroupDriver,
    liveRestore: raw.LiveRestoreEnabled,
    securityOptions: raw.SecurityOptions,
    warnings: raw.Warnings,
    mirrors: raw.RegistryConfig?.Mirrors ?? [],
  }));
export type EngineInfo = z.output<typeof engineInfo>;

/** Something that happened on the engine (`GET /events`). */
export const engineEvent = z
  .object({
    Type: text,
    Action: text,
    Actor: z.object({ ID: maybeText, Attributes: z.record(z.string(), text).nullish() }).nullish(),
    time: maybeNumber,
    timeNano: maybeNumber,
  })
  .transform((raw) => ({
    /** container, image, network, volume, daemon … */
    type: raw.Type,
    /** start, die, health_status: healthy, destroy … */
    action: raw.Action,
    id: raw.Actor?.ID,
    attributes: raw.Actor?.Attributes ?? {},
    atMs: raw.timeNano !== undefined ? Math.round(raw.timeNano / 1e6) : (raw.time ?? 0) * 1000,
  }));
export type EngineEvent = z.output<typeof engineEvent>;

/** One line of a pull (`POST /images/create`). */
export const pullLine = z
  .object({
    id: maybeText,
    status: maybeText,
    error: maybeText,
    progressDetail: z.object({ current: maybeNumber, total: maybeNumber }).nullish(),
  })
  .transform((raw) => ({
    /** Layer id for lines about a layer, otherwise the tag or nothing. */
    layer: raw.id,
    /** Downloading, Extracting, Pull complete, Already exists, Digest: … */
    status: raw.status ?? '',
    currentBytes: raw.progressDetail?.current,
    totalBytes: raw.progressDetail?.total,
    error: raw.error,
  }));
export type PullProgress = Omit<z.output<typeof pullLine>, 'error'>;

/** An image in the list (`GET /images/json`). */
export const imageSummary = z
  .object({
    Id: text,
    RepoTags: texts,
    RepoDigests: texts,
    Created: maybeNumber,
    Size: maybeNumber,
    Labels: z.record(z.string(), text).nullish(),
  })
  .transform((raw) => ({
    id: raw.Id,
    tags: raw.RepoTags,
    digests: raw.RepoDigests,
    createdMs: (raw.Created ?? 0) * 1000,
    sizeBytes: raw.Size ?? 0,
    labels: raw.Labels ?? {},
  }));
export type ImageSummary = z.output<typeof imageSummary>;
export const imageSummaries = list(imageSummary);

/** An image in full (`GET /images/{name}/json`). */
export const imageDetail = z
  .object({
    Id: text,
    RepoTags: texts,
    RepoDigests: texts,
    Created: maybeText,
    Size: maybeNumber,
    Architecture: maybeText,
    Os: maybeText,
    Config: z
      .object({
        Labels: z.record(z.string(), text).nullish(),
        ExposedPorts: z.record(z.string(), z.unknown()).nullish(),
        User: maybeText,
      })
      .nullish(),
  })
  .transform((raw) => ({
    id: raw.Id,
    tags: raw.RepoTags,
    /** `repository@sha256:…`, one per registry it came from. */
    digests: raw.RepoDigests,
    createdAt: raw.Created,
    sizeBytes: raw.Size ?? 0,
    architecture: raw.Architecture,
    os: raw.Os,
    labels: raw.Config?.Labels ?? {},
    exposedPorts: Object.keys(raw.Config?.ExposedPorts ?? {}),
    user: raw.Config?.User,
  }));
export type ImageDetail = z.output<typeof imageDetail>;
