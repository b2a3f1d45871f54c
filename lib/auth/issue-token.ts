import 'server-only';
import { replaceToken } from '@/db/users/mutations';
import { type Tx, write } from '@/db/write';
import { hashToken, newToken } from '@/lib/crypto/token';
import { isoIn } from '@/lib/runtime/clock';

const HOUR_MS = 60 * 60_000;
const LIFE_MS = { setup: 24 * HOUR_MS, invite: 72 * HOUR_MS, reset: HOUR_MS };

/** Makes the one setup token, valid for 24 hours, in place of an earlier one. Its hash is stored, it is returned once. */
export async function issueSetupToken(): Promise<string> {
  const token = newToken();
  const row = { kind: 'setup', tokenHash: hashToken(token), userId: null, createdBy: null } as const;
  await write((tx) => replaceToken(tx, { ...row, expiresAt: isoIn(LIFE_MS.setup) }));
  return token;
}

/**
 * Makes the token of a link with which a person chooses a password: an invitation (72 hours) or a reset (1 hour). It stands
 * in the fragment of `/login#token=…`, is stored as a hash only and works once.
 */
export async function issueLink(
  tx: Tx,
  link: { kind: 'invite' | 'reset'; userId: string; createdBy: string | null },
): Promise<string> {
  const token = newToken();
  await replaceToken(tx, { ...link, tokenHash: hashToken(token), expiresAt: isoIn(LIFE_MS[link.kind]) });
  return token;
}
