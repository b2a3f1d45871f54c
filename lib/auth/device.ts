import 'server-only';
import { keyedHash, newToken, safeEqual } from '@/lib/crypto/token';

/** How long a browser stays known after its last sign-in, in seconds. */
export const DEVICE_SECONDS = 180 * 24 * 3600;

/** The value of a device cookie: says that this browser has signed in as `userId`, without saying who that is. */
export function deviceCookie(userId: string, now: number, deviceId = newToken().slice(0, 22)): string {
  const issued = Math.floor(now / 1000).toString(36);
  return `${deviceId}.${issued}.${proof(userId, deviceId, issued)}`;
}

/** The browser's id when `cookie` was made here for `userId` and is not too old; undefined otherwise. */
export function knownDevice(cookie: string | undefined, userId: string, now: number): string | undefined {
  const [deviceId, issued, mac, ...rest] = (cookie ?? '').split('.');
  if (!deviceId || !issued || !mac || rest.length > 0) return undefined;
  const age = now / 1000 - Number.parseInt(issued, 36);
  if (!(age > -300 && age < DEVICE_SECONDS)) return undefined;
  return safeEqual(mac, proof(userId, deviceId, issued)) ? deviceId : undefined;
}

function proof(userId: string, deviceId: string, issued: string): string {
  return keyedHash('tomo/device/v1', `${userId} ${deviceId} ${issued}`);
}
