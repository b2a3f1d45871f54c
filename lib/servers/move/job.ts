import 'server-only';
import { z } from 'zod';
import { database } from '@/db/client';
import { deleteCredential, updateServerObserved } from '@/db/servers/mutations';
import { findServer } from '@/db/servers/queries';
import type { ServerRow } from '@/db/servers/tables';
import { type Tx, write } from '@/db/write';
import { defineJob } from '@/lib/jobs/define';
import { jobLines } from '@/lib/jobs/job-lines';
import { nowIso } from '@/lib/runtime/clock';
import { notFound } from '@/lib/runtime/errors';
import { readSetting } from '@/lib/settings/read';
import { scanHostKeys } from '@/lib/ssh/scan';
import type { HostKey } from '@/lib/ssh/target';
import { assertAddressFree } from '../address-taken';
import { assertJumpHost } from '../jump-host';
import { announceSignInChange } from '../sign-in-change';
import { throughJump } from '../with-server';

const payload = z.strictObject({
  serverId: z.string(),
  host: z.string(),
  port: z.number(),
  jumpServerId: z.string().nullable(),
});

/**
 * Looks at the new address of a server, sending nothing, and moves it there. Where the trusted key answers, all stays as
 * it is. Where another one does, trust and stored secrets end: a secret never follows an address to a stranger.
 */
export const moveServerJob = defineJob({
  kind: 'server.move',
  payload,
  permission: 'servers.manage',
  lines: jobLines,
  steps: () => ['look', 'move'],
  async run(job) {
    const { serverId, ...address } = job.payload;
    let keys: HostKey[] = [];
    await job.step('look', async (step) => {
      const allowed = (await findServer(database(), serverId))?.allowLegacyAlgorithms;
      keys = await throughJump(address, { signal: job.signal }, (via) =>
        scanHostKeys(address, {
          timeoutMs: readSetting('ssh.connect_timeout_seconds') * 1000,
          signal: job.signal,
          oldAlgorithms: allowed,
          via,
        }),
      );
      for (const key of keys) step.log(`${key.type} ${key.fingerprint}`);
      return { summary: 'Looked at its host keys; no credential was sent' };
    });
    const { facts } = await job.step('move', async () => {
      const isSame = await write((tx) => move(tx, serverId, address, keys));
      return {
        summary: isSame
          ? 'The trusted host key answers there: sign-in and trust stay'
          : 'Another host key answers there: its sign-in was forgotten, confirm the key and set a new one',
        facts: { isSame },
      };
    });
    announceSignInChange(serverId);
    return { isSame: facts?.isSame === true };
  },
});

async function move(
  tx: Tx,
  serverId: string,
  address: { host: string; port: number; jumpServerId: string | null },
  keys: HostKey[],
): Promise<boolean> {
  const server = await findServer(tx, serverId);
  if (!server) throw notFound('This server');
  await assertJumpHost(tx, address.jumpServerId, serverId);
  await assertAddressFree(tx, { ...address, username: server.username }, 'host', serverId);
  const isSame = keys.some(({ blob }) => blob === server.hostKeyPublic);
  await updateServerObserved(tx, serverId, {
    ...address,
    ...(isSame ? {} : unverified(keys)),
    version: server.version + 1,
    updatedAt: nowIso(),
  });
  if (!isSame) await deleteCredential(tx, serverId);
  return isSame;
}

function unverified(keys: HostKey[]): Partial<ServerRow> {
  return {
    hostKeyType: null,
    hostKeyPublic: null,
    hostKeyFingerprint: null,
    hostKeyTrust: null,
    hostKeyConfirmedBy: null,
    hostKeyConfirmedAt: null,
    hostKeyOffered: keys.map(({ type, blob, fingerprint }) => ({
      type,
      public: blob,
      fingerprint,
      seen_at: nowIso(),
    })),
    status: 'unknown',
    statusReason: null,
    statusChangedAt: nowIso(),
    // Allowed for the machine that was at the former address, not for this one.
    allowLegacyAlgorithms: false,
  };
}
