import 'server-only';
import { updateServerObserved } from '@/db/servers/mutations';
import { findServer } from '@/db/servers/queries';
import type { ServerRow } from '@/db/servers/tables';
import { write } from '@/db/write';
import { systemActor } from '@/lib/audit/entry';
import { recordAudit } from '@/lib/audit/record';
import { nowIso } from '@/lib/runtime/clock';
import type { SshError } from '@/lib/ssh/errors';

/** Blocks a server that showed another key and tells the ledger, once, however many callers saw it. */
export async function noteChangedKey(server: ServerRow, error: SshError): Promise<void> {
  const offered = error.offered;
  await write(async (tx) => {
    const now = await findServer(tx, server.id);
    // Noted by another caller, or decided meanwhile: this connection still knew the key of before.
    if (!now || now.status === 'host_key_changed' || now.hostKeyPublic !== server.hostKeyPublic) return;
    await updateServerObserved(tx, server.id, {
      status: 'host_key_changed',
      statusReason: 'host_key_changed',
      statusChangedAt: nowIso(),
      hostKeyOffered: offered
        ? [{ type: offered.type, public: offered.blob, fingerprint: offered.fingerprint, seen_at: nowIso() }]
        : [],
    });
    await recordAudit(tx, {
      actor: systemActor,
      entityType: 'server',
      entityId: server.id,
      entityName: server.name,
      action: 'host_key_mismatch',
      outcome: 'denied',
      serverId: server.id,
      oldValue: { type: server.hostKeyType, fingerprint: server.hostKeyFingerprint },
      newValue: offered ? { type: offered.type, fingerprint: offered.fingerprint } : null,
    });
  });
}
