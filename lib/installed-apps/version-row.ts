import 'server-only';
import type { ApplicationRow } from '@/db/applications/tables';
import type { InstalledAppRow, InstalledAppVersionRow } from '@/db/installed-apps/tables';
import type { Model } from '@/lib/applications/model';
import { keyring } from '@/lib/crypto/keyring';
import { Secret } from '@/lib/crypto/secret';
import { newId } from '@/lib/runtime/ids';
import type { InstallPlan } from './plan-install';
import { renderVersion } from './render-version';
import { sealSecrets } from './version-config';

type App = Pick<InstalledAppRow, 'id' | 'appId' | 'serverId' | 'instanceName'>;

/** The version that a plan comes to: rendered, its secrets sealed for it alone. `createdBy` is a user's id. */
export function versionRow(
  app: App,
  application: ApplicationRow,
  model: Model,
  plan: InstallPlan,
  createdBy: string,
  earlier: InstalledAppVersionRow | undefined,
) {
  const base = {
    definition: application.definition,
    contentHash: application.contentHash,
    config: plan.config,
    consents: application.consents,
    imageDigests: {},
  };
  const secrets = new Map(Object.entries(plan.secrets).map(([key, value]) => [key, new Secret(value)]));
  const { rendered } = renderVersion(app, base, secrets);
  const id = newId();
  return {
    ...base,
    id,
    installedAppId: app.id,
    versionNo: (earlier?.versionNo ?? 0) + 1,
    reason: 'install' as const,
    appVersion: model.version,
    sourceCommit: application.sourceCommit,
    consents: rendered.privileges,
    secretsSealed: secrets.size > 0 ? sealSecrets(id, plan.secrets) : null,
    keyId: secrets.size > 0 ? keyring().activeId : null,
    compose: rendered.compose,
    composeHash: rendered.composeHash,
    envHash: rendered.envHash,
    basedOnId: earlier?.id ?? null,
    createdBy,
  };
}

/** The rows that promise the ports of a plan to an app. */
export function claimsOf(app: App, model: Model, plan: InstallPlan) {
  return plan.config.ports.flatMap(({ id, protocol, address, port }) => {
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
