import type { Meaning } from '@/db/meaning';
import type { serverCredentials, servers } from './tables';

export const serversMeaning: Meaning<typeof servers> = {
  about:
    'Machines that Tomo reaches by SSH. Preparing, not verified and needs attention are derived, not stored. A changed host key stops everything until an admin decides.',
  columns: {
    name: 'name in Tomo',
    host: 'name or address for SSH',
    port: 'SSH port',
    username: 'account on the server',
    authType: 'how to sign in',
    sudoMode: 'how to become root; `auto` = decided by the first test',
    jumpServerId: 'reached through this server, which has no jump server itself',
    allowLegacyAlgorithms: 'offers old algorithms to old servers',
    isEnabled: '0 = no checks, no jobs',
    status: 'outcome of the last check',
    statusReason:
      'why it cannot be used: dns, refused, timeout, auth_refused …; of an online one what else is the matter: sudo_refused …',
    statusChangedAt: 'since when',
    lastConnectedAt: 'last time a connection worked',
    consecutiveFailures: 'failed checks in a row',
    alerts: 'open breaches `{cpu: {level, since}}`',
    thresholds:
      'from which percentages on this server needs attention `{cpu: {warning, critical}, minutes}`; NULL or a missing key = as everywhere',
    hostKeyType: 'algorithm of the trusted host key; NULL = none yet, no job starts',
    hostKeyPublic: 'the key itself, base64',
    hostKeyFingerprint: '`SHA256:…`',
    hostKeyTrust: 'compared by a person, or accepted at first sight',
    hostKeyConfirmedBy: 'who trusted it',
    hostKeyConfirmedAt: 'when',
    hostKeyOffered: 'keys seen but not trusted `[{type, public, fingerprint, seen_at}]`',
    dockerStatus: 'whether Docker can be used there',
    dockerVersion: 'version of the Docker engine',
    composeVersion: 'version of Docker Compose',
    machineId: 'identity of the system; twice = the same machine twice',
    systemInfo: 'OS, kernel, architecture, CPU, memory, mounts, listeners, clock offset, pending updates',
    systemInfoUpdatedAt: 'when these facts were read',
    tags: 'words to group by',
    notes: 'free text',
    createdBy: 'who added it',
  },
};

export const serverCredentialsMeaning: Meaning<typeof serverCredentials> = {
  about:
    'How to sign in to a server. Write-only for people; every change seals all fields anew and drops open connections.',
  columns: {
    serverId: 'the server, one row each',
    kind: 'which secret signs in; `generated_key` was made by Tomo and can be rotated by it',
    encryptedData: 'one AES-256-GCM envelope per field: password, private_key, passphrase, sudo_password',
    keyId: 'master key that wraps the envelopes',
    recordVersion: 'part of the associated data, raised by every change',
    publicKey: 'public half of the key',
    publicKeyFingerprint: '`SHA256:…`',
  },
};
