import 'server-only';
import type { ImageRef } from '@/lib/applications/image-ref';
import type { Model } from '@/lib/applications/model';
import type { InstanceName } from './instance-name';

/** A published port as it was chosen for one instance. */
export type PortChoice = {
  /** Port of the definition (`ports[].id`). */
  id: string;
  protocol: 'tcp' | 'udp';
  /** Address of the server it is bound to: `0.0.0.0`, `::`, `127.0.0.1` or one of its own. */
  address: string;
  port: number;
};

/** Where a volume lives: a named volume, a folder of the app (`data/<id>`), or a folder of the server. */
export type VolumeChoice = { kind: 'named' } | { kind: 'folder' } | { kind: 'path'; path: string };

/** A variable that a person added to one service beyond what the definition asks for. */
export type ExtraVariable = { service: string; name: string; value: string; secret: boolean };

export type ServiceLimits = {
  memoryBytes?: number;
  cpus?: number;
  restart?: 'no' | 'always' | 'unless-stopped' | 'on-failure';
};

/** Everything the files of one instance follow from. Nothing else enters them: no clock, no randomness. */
export type RenderInput = {
  model: Model;
  contentHash: string;
  instance: { id: string; appId: string; name: InstanceName };
  /** Value of every field, secrets included, by key. */
  values: Readonly<Record<string, string>>;
  ports: readonly PortChoice[];
  volumes: Readonly<Record<string, VolumeChoice>>;
  extra: readonly ExtraVariable[];
  limits: Readonly<Record<string, ServiceLimits>>;
  /** `name:tag` → `sha256:…`, as found after the pull; images without an entry stay as declared. */
  digests: Readonly<Partial<Record<ImageRef, string>>>;
  /** Ids of the privileges that an administrator granted. */
  granted: readonly string[];
  server: {
    /** Host name or address under which people reach published ports. */
    host: string;
    timezone: string;
    uid: number;
    gid: number;
    memoryBytes: number | undefined;
    /** Folders that an administrator opened to apps. */
    sharedFolders: readonly string[];
  };
  logs: { maxMb: number; files: number };
  origin: { repository?: string; path?: string; commit?: string };
  renderedAt: string;
  /**
   * Keyed hash of a text that may contain secrets (`keyedHash` of lib/crypto): changes are seen, contents cannot be guessed.
   */
  fingerprint: (text: string) => string;
};

/** A file of the project folder `/opt/tomo/apps/<instance>/`, which itself has mode 0700. */
export type ProjectFile = { path: string; mode: number; content: string; secret: boolean };

export type Rendered = {
  /** Text of `compose.yaml`; never contains the value of a field. */
  compose: string;
  composeObject: ComposeProject;
  /** SHA-256 of `compose`. */
  composeHash: string;
  envFile: string;
  /** Fingerprint of `envFile`. */
  envHash: string;
  tomoJson: string;
  /** All files, `compose.yaml`, `.env` and `tomo.json` included. */
  files: ProjectFile[];
  /** Folders to make before the start, relative to the project folder; `owner` is `uid:gid`. */
  folders: { path: string; owner: string | undefined }[];
  images: ImageRef[];
  networks: string[];
  volumes: { id: string; name: string; owner: string | undefined }[];
  /** Privileges that this rendering uses, all of them granted. */
  privileges: string[];
  /** Address of the primary web page, undefined when nothing is published for it. */
  url: string | undefined;
};

export type ComposeProject = {
  name: string;
  services: Record<string, Record<string, unknown>>;
  networks: Record<string, Record<string, unknown>>;
  volumes?: Record<string, Record<string, unknown>>;
  secrets?: Record<string, Record<string, unknown>>;
};
