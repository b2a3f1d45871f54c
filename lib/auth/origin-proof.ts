import 'server-only';
import { headers } from 'next/headers';
import { database } from '@/db/client';
import { findSession } from '@/db/users/queries';
import { hashToken, safeEqual } from '@/lib/crypto/token';
import { TomoError } from '@/lib/runtime/errors';
import type { Actor } from './actor';

/** The header that carries the proof with every change. */
const ORIGIN_PROOF_HEADER = 'tomo-origin-proof';

/**
 * What is stored of the proof that a browser makes up when it signs in; null when it is not 256 bits in base64url. A
 * session without one reads and changes nothing.
 */
export function hashOriginProof(proof: unknown): string | null {
  return typeof proof === 'string' && /^[A-Za-z0-9_-]{43}$/.test(proof) ? hashToken(proof) : null;
}

/**
 * Refuses a change that carries the session's cookie only. Cookies do not know ports: an app on another port of this host is
 * sent the cookie of Tomo and could use it. The proof lies where the browser keeps origins apart, and no answer of Tomo
 * ever contains it. Throws `forbidden`.
 */
export async function requireOriginProof(actor: Actor): Promise<void> {
  const session = await findSession(database(), actor.sessionId);
  const given = hashOriginProof((await headers()).get(ORIGIN_PROOF_HEADER));
  if (session?.originProofHash && given && safeEqual(session.originProofHash, given)) return;
  throw new TomoError('forbidden', 'This change does not come from where you signed in.', {
    hint: 'Sign in again in this browser, then repeat it.',
    reason: 'origin_proof',
  });
}
