import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listAuditPage } from '@/db/audit/queries';
import { database } from '@/db/client';
import { findJob } from '@/db/jobs/queries';
import { insertServer, updateServerObserved } from '@/db/servers/mutations';
import { findServer } from '@/db/servers/queries';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import { makeSshKey } from '@/e2e/support/ssh-keys';
import { type Peer, startPeer } from '@/e2e/support/ssh-peer';
import type { Actor } from '@/lib/auth/actor';
import { nextChange } from '@/lib/jobs/bus';
import { registerJob } from '@/lib/jobs/define';
import { isFinal } from '@/lib/jobs/states';
import { startWorker } from '@/lib/jobs/worker';
import { nowIso } from '@/lib/runtime/clock';
import { newId } from '@/lib/runtime/ids';
import { checkServerJob } from './check/job';
import { saveCredential } from './credentials';
import { startCheck } from './start-check';
import { closeConnections, withServer } from './with-server';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let peer: Peer;
const serverId = newId();
const trusted = makeSshKey();

beforeEach(async () => {
  fresh = await freshDatabase();
  peer = await startPeer();
  await write(async (tx) => {
    const { host, port, username } = peer.target;
    const now = nowIso();
    await insertServer(tx, {
      id: serverId,
      name: 'web-1',
      host,
      port,
      username,
      authType: 'password',
      hostKeyType: trusted.type,
      hostKeyPublic: trusted.blob,
      hostKeyFingerprint: 'SHA256:trusted',
      hostKeyTrust: 'verified',
      hostKeyConfirmedAt: now,
      status: 'online',
      createdAt: now,
      updatedAt: now,
    });
    await saveCredential(tx, serverId, { authType: 'password', password: 'never to be sent' });
  });
});
afterEach(async () => {
  await closeConnections();
  await peer.close();
  await fresh.close();
});

const mismatches = () =>
  listAuditPage(database(), { scope: 'all', action: 'host_key_mismatch' }, { limit: 50 });
const attempt = (fresh: boolean) =>
  withServer(serverId, async () => 'in', { fresh }).catch((error) => error.reason as string);

describe('a server that shows another key than the trusted one', () => {
  it('is blocked and told to the ledger once, however many were on their way to it, and hears no sign-in', async () => {
    const reasons = await Promise.all([true, false, true, false, false].map(attempt));
    expect(new Set(reasons)).toEqual(new Set(['host_key_changed']));
    expect(await findServer(database(), serverId)).toMatchObject({
      status: 'host_key_changed',
      hostKeyOffered: [expect.objectContaining({ public: peer.pinned.blob })],
    });
    expect(await attempt(false)).toBe('host_key_changed');
    expect(await mismatches()).toHaveLength(1);
    expect(peer.authentications.filter((method) => method !== 'none')).toEqual([]);
  });

  it('can be looked at again, which shows its key, sends nothing and lifts nothing', async () => {
    await write((tx) =>
      updateServerObserved(tx, serverId, { status: 'host_key_changed', hostKeyOffered: [] }),
    );
    registerJob(checkServerJob);
    const worker = await startWorker();
    const { jobId } = await startCheck(actor, serverId);
    for (;;) {
      const job = await findJob(database(), jobId);
      if (job && isFinal(job.status)) break;
      await nextChange(jobId, 100, new AbortController().signal);
    }
    await worker.stop();
    expect(await findServer(database(), serverId)).toMatchObject({
      status: 'host_key_changed',
      hostKeyPublic: trusted.blob,
      hostKeyOffered: [expect.objectContaining({ public: peer.pinned.blob })],
    });
    expect(peer.authentications.filter((method) => method !== 'none')).toEqual([]);
  });
});

const actor: Actor = {
  userId: null as unknown as string,
  username: 'ada',
  displayName: 'Ada',
  role: 'admin',
  sessionId: newId(),
  authAt: nowIso(),
  requestId: null,
  clientIp: null,
  userAgent: null,
};
