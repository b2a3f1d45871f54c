import type { findInstalledAppSummary } from '@/db/installed-apps/queries';
import type { InstalledAppRow, InstalledAppVersionRow } from '@/db/installed-apps/tables';
import { isSecretType } from '@/lib/applications/field-model';
import { type Model, modelSchema } from '@/lib/applications/model';
import { shownReason } from '@/lib/jobs/views';
import { type AppState, appState, storedServices } from './app-state';
import type { ObservedService } from './observed';
import type { PageView } from './open-target';
import { isWildcard } from './used-privileges';
import { publishedPages, type VersionConfig, versionConfig } from './version-config';

type Row = NonNullable<Awaited<ReturnType<typeof findInstalledAppSummary>>>;

export type AppSummary = {
  id: string;
  displayName: string;
  instanceName: string;
  applicationId: string;
  applicationName: string;
  version: string | null;
  serverId: string;
  serverName: string;
  /** As stored; `state` is what screens show. */
  status: InstalledAppRow['status'];
  state: AppState;
  /** Why nothing is known of it, where that is known. */
  unknownBecause: 'server_offline' | 'engine_silent' | null;
  services: { up: number; all: number };
  errorMessage: string | null;
  statusCheckedAt: string | null;
  updatedAt: string;
  /** Web pages it publishes, the primary one first. */
  pages: PageView[];
  /** Names of its volumes on the server, as far as they were seen. */
  volumes: string[];
  /** Whether a deployment ever succeeded. */
  deployed: boolean;
};

/** `seesOutput`: whether the person may read what the server said about a failure. */
export function appSummary({ app, application, server, version }: Row, seesOutput: boolean): AppSummary {
  const services = storedServices(app);
  return {
    id: app.id,
    displayName: app.displayName,
    instanceName: app.instanceName,
    applicationId: app.appId,
    applicationName: application.name,
    version: version?.appVersion ?? null,
    serverId: app.serverId,
    serverName: server.name,
    status: app.status,
    state: appState(app, server, services),
    unknownBecause: unknownBecause(app, server),
    services: { up: services.filter(({ verdict }) => verdict === 'ok').length, all: services.length },
    errorMessage: shownReason(app.errorMessage, seesOutput),
    statusCheckedAt: app.statusCheckedAt,
    updatedAt: app.updatedAt,
    pages: pagesIn(version?.pages, server.host),
    volumes: app.namedVolumes.filter((name) => typeof name === 'string'),
    deployed: app.currentVersionId !== null,
  };
}

function unknownBecause(app: Row['app'], server: Row['server']): AppSummary['unknownBecause'] {
  if (server.status === 'offline' || server.status === 'host_key_changed') return 'server_offline';
  return app.status === 'unknown' && app.errorCode === 'observed' ? 'engine_silent' : null;
}

function pagesIn(json: string | null | undefined, host: string): PageView[] {
  const parsed = publishedPages.safeParse(json ? JSON.parse(json) : []);
  if (!parsed.success) return [];
  return parsed.data.map(({ name, scheme, path, address, port }) => ({
    name,
    scheme,
    path,
    address,
    port,
    host,
  }));
}

export type AppVariable = {
  key: string;
  label: string;
  secret: boolean;
  /** Null for secrets. */
  value: string | null;
  /** Made by Tomo, so that it may be shown again. */
  revealable: boolean;
};

/** What one version of an app consists of, as its page shows it. */
export type VersionView = {
  id: string;
  versionNo: number;
  appVersion: string | null;
  outcome: InstalledAppVersionRow['outcome'];
  images: { image: string; digest: string | null }[];
  ports: {
    id: string;
    service: string;
    target: number;
    protocol: string;
    /** Null for people who may not see addresses of servers. */
    address: string | null;
    port: number;
  }[];
  volumes: { name: string; purpose: string; description: string | null }[];
  variables: AppVariable[];
  privileges: string[];
  credentials: { username: string | null; passwordKey: string | null; note: string | null } | null;
};

/** `seesValues`: whether the person may see what was configured; secrets are never in it. */
export function versionView(
  app: Pick<InstalledAppRow, 'instanceName'>,
  version: InstalledAppVersionRow,
  seesValues: boolean,
): VersionView | null {
  const model = modelSchema.safeParse(version.definition);
  const config = versionConfig.safeParse(version.config);
  if (!model.success || !config.success) return null;
  return {
    id: version.id,
    versionNo: version.versionNo,
    appVersion: version.appVersion,
    outcome: version.outcome,
    images: imagesOf(model.data, version.imageDigests),
    ports: portsOf(model.data, config.data, seesValues),
    volumes: model.data.volumes.map(({ id, purpose, description }) => ({
      name: `${app.instanceName}_${id}`,
      purpose,
      description: description ?? null,
    })),
    variables: seesValues ? variablesIn(model.data, config.data) : [],
    privileges: version.consents.filter((consent) => typeof consent === 'string'),
    credentials: seesValues ? credentialsOf(model.data, config.data) : null,
  };
}

function imagesOf(model: Model, digests: Readonly<Record<string, string>>): VersionView['images'] {
  const images = [...new Set(Object.values(model.services).map((service) => service.image))].sort();
  return images.map((image) => ({ image, digest: digests[image] ?? null }));
}

function portsOf(model: Model, config: VersionConfig, seesAddress: boolean): VersionView['ports'] {
  return config.ports.flatMap(({ id, protocol, address, port }) => {
    const declared = model.ports.find((one) => one.id === id);
    if (!declared) return [];
    const target = declared.sameInside ? port : declared.target;
    const shown = seesAddress || isWildcard(address) || address === '127.0.0.1' ? address : null;
    return [{ id, service: declared.service, target, protocol, address: shown, port }];
  });
}

function variablesIn(model: Model, config: VersionConfig): AppVariable[] {
  return model.fields.map(({ key, label, type }) => {
    const secret = isSecretType(type);
    return {
      key,
      label,
      secret,
      value: secret ? null : (config.plain[key] ?? ''),
      revealable: secret && config.generated.includes(key),
    };
  });
}

/** The first sign-in as the definition describes it: a name in clear, and the key of the password instead of the password. */
function credentialsOf({ credentials }: Model, { plain }: VersionConfig): VersionView['credentials'] {
  if (!credentials) return null;
  const username = credentials.username
    ?.map((part) => (typeof part === 'string' ? part : (plain[part.ref] ?? '')))
    .join('');
  const reference = credentials.password?.find((part) => typeof part !== 'string');
  const passwordKey = reference !== undefined && typeof reference !== 'string' ? reference.ref : null;
  return { username: username || null, passwordKey, note: credentials.note ?? null };
}

/** A service with its container, as the page of an app shows it. */
export type ServiceView = Omit<ObservedService, 'sentence' | 'id'> & {
  /** Null for people who may not read what containers print. */
  sentence: string | null;
};

export function serviceView({ id: _, ...service }: ObservedService, seesOutput: boolean): ServiceView {
  return { ...service, sentence: seesOutput ? service.sentence : null };
}
