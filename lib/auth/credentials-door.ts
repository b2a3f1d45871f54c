import 'server-only';
import { cookies } from 'next/headers';
import { isTomoError } from '@/lib/runtime/errors';
import { DEVICE_SECONDS, deviceCookie } from './device';
import { type LinkOutcome, setPasswordByLink } from './one-time-link';
import type { OpenedSession } from './open-session';
import { hashOriginProof } from './origin-proof';
import { requestFacts } from './request-facts';
import { companionCookie, cookieOptions } from './session-cookie';
import { type SetupOutcome, setUp } from './setup';
import { type SignInOutcome, signIn } from './sign-in';

/** What came of a request to the one anonymous door; the handler turns it into the answer. */
export type DoorOutcome = SignInOutcome | SetupOutcome | LinkOutcome | { kind: 'none' };

const MAX_NAME = 254;
const MAX_PASSWORD_BYTES = 4096;

/**
 * The one door for people who are not signed in: with a name and a password, with the setup token, or with a one-time link.
 * Returns what the cookie will point to, or undefined; `tell` learns the outcome in full.
 */
export async function enterWith(
  body: Record<string, unknown>,
  tell: (outcome: DoorOutcome) => void,
): Promise<{ id: string; sid: string } | undefined> {
  const store = await cookies();
  const device = companionCookie('device');
  const outcome = await attempt(body, store.get(device)?.value);
  tell(outcome);
  if (outcome.kind !== 'signed_in') return undefined;
  const deviceId = 'deviceId' in outcome ? outcome.deviceId : undefined;
  const value = deviceCookie(outcome.userId, Date.now(), deviceId);
  store.set(device, value, { ...cookieOptions(), maxAge: DEVICE_SECONDS });
  return pointerTo(outcome.userId, outcome.session);
}

async function attempt(body: Record<string, unknown>, known: string | undefined): Promise<DoorOutcome> {
  const name = text(body.username);
  const password = text(body.password);
  const token = text(body.token);
  const facts = { ...(await requestFacts()), originProofHash: hashOriginProof(body.originProof) };
  if (name.length > MAX_NAME || Buffer.byteLength(password) > MAX_PASSWORD_BYTES || token.length > 200)
    return { kind: 'refused' };
  try {
    if (body.purpose === 'setup')
      return await setUp({ token, username: name, email: text(body.email), password }, facts);
    if (body.purpose === 'link') return await setPasswordByLink({ token, password }, facts);
    return await signIn({ name, password, remember: body.remember === 'on', deviceCookie: known }, facts);
  } catch (error) {
    if (!isTomoError(error) || error.code !== 'rate_limited') throw error;
    return { kind: 'throttled', retryAfterSeconds: Number(error.data?.retryAfterSeconds ?? 5) };
  }
}

function pointerTo(userId: string, { sid }: OpenedSession): { id: string; sid: string } {
  return { id: userId, sid };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
