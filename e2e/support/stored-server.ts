import { insertServer } from '@/db/servers/mutations';
import { write } from '@/db/write';
import type { Actor } from '@/lib/auth/actor';
import { nowIso } from '@/lib/runtime/clock';
import { newId } from '@/lib/runtime/ids';
import { type CredentialInput, saveCredential } from '@/lib/servers/credentials';
import type { PinnedKey, SshTarget } from '@/lib/ssh/target';

/** Stores a server as adding and trusting it would: at `target`, with `pinned` as the compared key. Returns its id. */
export async function storeServer(
  name: string,
  target: SshTarget,
  pinned: PinnedKey,
  signIn: CredentialInput = { authType: 'password', password: 'x' },
  more: Partial<Parameters<typeof insertServer>[1]> = {},
): Promise<string> {
  const id = newId();
  const now = nowIso();
  await write(async (tx) => {
    await insertServer(tx, {
      id,
      name,
      ...target,
      authType: signIn.authType === 'password' ? 'password' : 'key',
      hostKeyType: pinned.type,
      hostKeyPublic: pinned.blob,
      hostKeyFingerprint: 'SHA256:compared',
      hostKeyTrust: 'verified',
      hostKeyConfirmedAt: now,
      createdAt: now,
      updatedAt: now,
      ...more,
    });
    await saveCredential(tx, id, signIn);
  });
  return id;
}

/** An administrator without a row, for functions that only note who asked. */
export const anAdmin: Actor = {
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
