import os from 'node:os';
import { parseTrustedProxies } from './address.mjs';

/**
 * What the front needs before anything else runs. It reads the environment itself, because it is plain JavaScript that
 * starts before the compiled application; everything else comes from lib/runtime/env.
 *
 * @param {Record<string, string | undefined>} source
 * @throws {Error} one line that names variable, reason and remedy
 */
export function frontSettings(source) {
  return {
    port: portFrom(source.PORT),
    hostname: hostnameFrom(source.HOSTNAME),
    publicUrl: publicUrlFrom(source.TOMO_URL),
    trustedProxies: parseTrustedProxies(source.TOMO_TRUSTED_PROXIES ?? ''),
  };
}

/** @param {string | undefined} text */
function portFrom(text) {
  if (!text) return 3000;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65535) {
    throw new Error(`PORT: "${text}" is no port number. Set it to a number from 0 to 65535, or remove it.`);
  }
  return port;
}

/**
 * Docker and some shells export HOSTNAME as the name of the machine. That is no wish to listen on that one address,
 * so it counts as unset.
 *
 * @param {string | undefined} text
 */
function hostnameFrom(text) {
  return text && text !== os.hostname() ? text : '0.0.0.0';
}

/** @param {string | undefined} text */
function publicUrlFrom(text) {
  if (!text) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    !url ||
    !/^https?:$/.test(url.protocol) ||
    url.pathname !== '/' ||
    url.search ||
    url.hash ||
    url.username
  ) {
    throw new Error(
      'TOMO_URL: must be an origin such as https://tomo.example, without path. Correct or remove it.',
    );
  }
  return url;
}
