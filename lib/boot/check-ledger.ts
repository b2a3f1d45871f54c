import 'server-only';
import { findAuditHead, findGenesis, listChainAfter } from '@/db/audit/queries';
import { database } from '@/db/client';
import { chainMac, checkpointMac } from '@/lib/audit/chain';
import { verifyAudit } from '@/lib/audit/verify';
import type { Keyring } from '@/lib/crypto/keyring';
import { logCritical } from '@/lib/log/logger';

// As many rows are verified within about a second.
const AT_ONCE = 5000;

/**
 * Checks that the keys belong to this database: the ledger's first checkpoint or its newest row must carry a signature that
 * they can make. Throws one line when neither does, because then everything sealed would be unreadable. Then verifies the
 * ledger – a short one before the start goes on, a long one beside it. A broken ledger is an alarm, no reason to lock out
 * the people who must see it.
 */
export async function checkLedger(keys: Keyring): Promise<void> {
  const head = await findAuditHead(database());
  if (!head) return;
  const genesis = await findGenesis(database());
  const [newest] = await listChainAfter(database(), head.seq - 1, 1);
  const fits = [
    genesis && agrees(() => checkpointMac(genesis) === genesis.mac),
    newest && agrees(() => chainMac(newest.checksum, newest.keyId) === newest.mac),
  ];
  if (!fits.includes(true)) {
    throw new Error(
      `The encryption key does not belong to this database: the active key is "${keys.activeId}", the newest ledger entry was signed with "${newest?.keyId}". Restore the keyring that was in use, then start again.`,
    );
  }
  const verifying = alarm();
  if (head.seq <= AT_ONCE) await verifying;
}

/** A key that the keyring does not have signs nothing. */
function agrees(compare: () => boolean): boolean {
  try {
    return compare();
  } catch {
    return false;
  }
}

async function alarm(): Promise<void> {
  try {
    const { broken } = await verifyAudit();
    if (broken)
      logCritical('audit', `The audit ledger is broken at entry #${broken.seq}`, new Error(broken.problem));
  } catch (error) {
    logCritical('audit', 'The audit ledger could not be verified', error);
  }
}
