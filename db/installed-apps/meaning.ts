import type { Meaning } from '@/db/meaning';
import type { installedApps, installedAppVersions, portClaims } from './tables';

export const installedAppsMeaning: Meaning<typeof installedApps> = {
  about:
    'An app on a server. The row goes only after its removal is proven. Crash loops and health are read from `services`, the running step from `job_steps`.',
  columns: {
    serverId: 'where it runs',
    appId: 'what it is',
    instanceName: 'name of the Compose project',
    displayName: 'name shown',
    status: 'observed, or the work under way; `unknown` = until the next inspection',
    desiredState: 'what people want',
    updatePolicy: 'what happens when there is a newer version',
    statusCheckedAt: 'last inspection',
    errorCode: 'stable cause of the last failure',
    errorMessage: 'the failure in words',
    currentVersionId: 'snapshot in force; NULL before the first deployment',
    services: 'containers as observed: id, name, image, digest, state, health, restarts',
    networks: 'networks as observed',
    namedVolumes: 'volumes as observed',
    bindMounts: 'host folders as observed',
    createdBy: 'who installed it',
    installedAt: 'end of the first deployment',
    startedAt: 'last start',
  },
};

export const installedAppVersionsMeaning: Meaning<typeof installedAppVersions> = {
  about:
    'What exactly was deployed, one row per deployment; a rollback appends one. Only outcome, digests, `deployed_at` and re-wrapped secrets ever change. `apps.versions_to_keep` rows stay, always the current one.',
  columns: {
    installedAppId: 'the app',
    versionNo: '1, 2, 3 …',
    reason: 'why it was made',
    outcome: 'how its deployment ended',
    appVersion: 'version of the app',
    sourceCommit: 'commit of its definition',
    definition: 'the model it was rendered from',
    contentHash: 'SHA-256 of the model',
    config: 'ports, volumes, plain environment, limits, restart policy',
    secretsSealed: 'secret environment, one envelope',
    keyId: 'master key that wraps the envelope',
    compose: 'the rendered file, without secret values',
    composeHash: 'SHA-256 of the rendered file, to notice drift',
    envHash: 'hash of the environment, to notice drift',
    imageDigests: 'digest per image as pulled',
    consents: 'privileges granted for it',
    grantedBy: 'who granted them',
    basedOnId: 'version it was made from',
    jobId: 'job that deployed it, while that is kept',
    createdBy: 'who asked for it',
    deployedAt: 'when it came into force',
  },
};

export const portClaimsMeaning: Meaning<typeof portClaims> = {
  about:
    'Ports promised to apps. A wildcard address collides with every address; that is checked in the transaction that claims.',
  columns: {
    serverId: 'the server',
    installedAppId: 'the app',
    service: 'service in its Compose file',
    containerPort: 'port inside the container',
    protocol: 'transport',
    address: 'address on the server, `0.0.0.0` = all',
    port: 'port on the server',
  },
};
