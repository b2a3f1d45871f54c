import 'server-only';
import { write } from '@/db/write';
import { keyring } from '@/lib/crypto/keyring';
import { life } from '@/lib/runtime/life';
import { singleton } from '@/lib/runtime/singleton';

const ASKED_AT_MOST_EVERY_MS = 1000;

/**
 * Whether requests can be answered in full at this moment. Anybody may ask, so the database is asked once a second at most;
 * an open write transaction that changes nothing costs no disk access.
 */
export function isReady(): Promise<boolean> {
  if (life().stopping) return Promise.resolve(false);
  const last = singleton('boot.readiness', () => ({ at: 0, answer: Promise.resolve(false) }));
  if (Date.now() - last.at >= ASKED_AT_MOST_EVERY_MS) Object.assign(last, { at: Date.now(), answer: ask() });
  return last.answer;
}

async function ask(): Promise<boolean> {
  try {
    keyring();
    await write(async () => undefined);
    return true;
  } catch {
    return false;
  }
}
