import 'server-only';
import type { ApplicationRow } from '@/db/applications/tables';
import type { InstalledAppRow, InstalledAppVersionRow } from '@/db/installed-apps/tables';
import { type Model, modelSchema } from '@/lib/applications/model';
import { keyring } from '@/lib/crypto/keyring';
import { Secret } from '@/lib/crypto/secret';
import { newId } from '@/lib/runtime/ids';
import type { InstallPlan } from './plan-install';
import { renderVersion } from './render-version';
import { sealSecrets, type VersionConfig } from './version-config';

type App = Pick<InstalledAppRow, 'id' | 'appId' | 'serverId' | 'instanceName'>;

/** What a version is rendered from; `consents` are the privileges that it may use. */
type Source = Pick<ApplicationRow, 'definition' | 'contentHash' | 'consents' | 'sourceCommit'> & {
  imageDigests?: Record<string, string>;
};

type Origin = Pick<InstalledAppVersionRow, 'reason' | 'versionNo' | 'basedOnId'> & {
  /** A user's id. */
  createdBy: string;
};

/** The version that a plan comes to: rendered, its secrets sealed for it alone. */
export function versionRow(app: App, source: Source, plan: InstallPlan, origin: Origin) {
  const base = {
    definition: source.definition,
    contentHash: source.contentHash,
    config: plan.config,
    consents: source.consents,
    imageDigests: source.imageDigests ?? {},
  };
  const secrets = new Map(Object.entries(plan.secrets).map(([key, value]) => [key, new Secret(value)]));
  const { rendered } = renderVersion(app, base, secrets);
  const id = newId();
  return {
    ...base,
    ...origin,
    id,
    installedAppId: app.id,
    appVersion: modelSchema.parse(source.definition).version,
    sourceCommit: source.sourceCommit,
    consents: rendered.privileges,
    secretsSealed: secrets.size > 0 ? sealSecrets(id, plan.secrets) : null,
    keyId: secrets.size > 0 ? keyring().activeId : null,
    compose: rendered.compose,
    composeHash: rendered.composeHash,
    envHash: rendered.envHash,
  };
}

/** The rows that promise the ports of a plan to an app. */
export function claimsOf(app: App, model: Model, { ports }: Pick<VersionConfig, 'ports'>) {
  return ports.flatMap(({ id, protocol, address, port }) => {
    const declared = model.ports.find((one) => one.id === id);
    if (!declared) return [];
    const containerPort = declared.sameInside ? port : declared.target;
    return [
      {
        serverId: app.serverId,
        installedAppId: app.id,
        service: declared.service,
        containerPort,
        protocol,
        address,
        port,
      },
    ];
  });
}
