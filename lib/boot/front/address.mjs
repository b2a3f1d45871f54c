import ipaddr from 'ipaddr.js';

/**
 * Who may say, in `X-Forwarded-For`, where a request came from: nobody, the last `count` hops, or hops in `ranges`.
 *
 * @typedef {{ count: number, ranges: [import('ipaddr.js').IPv4 | import('ipaddr.js').IPv6, number][] }} TrustedProxies
 */

/**
 * Parses TOMO_TRUSTED_PROXIES: empty, a number of proxies in front, or a comma-separated list of addresses and CIDR ranges.
 *
 * @param {string} text
 * @returns {TrustedProxies}
 * @throws {Error} one line that names variable, reason and remedy
 */
export function parseTrustedProxies(text) {
  const trimmed = text.trim();
  if (trimmed === '') return { count: 0, ranges: [] };
  if (/^\d{1,2}$/.test(trimmed)) return { count: Number(trimmed), ranges: [] };
  return { count: 0, ranges: trimmed.split(',').map((entry) => parseRange(entry.trim())) };
}

/**
 * The address of the client: the socket's, or the nearest one in `X-Forwarded-For` that no trusted proxy vouches beyond.
 * The header is read from the right, because everything left of the first distrusted hop was written by strangers.
 *
 * @param {string | undefined} socketAddress
 * @param {string | undefined} forwardedFor the joined header as the client or proxy sent it
 * @param {TrustedProxies} trusted
 * @returns {string} canonical text of one address, `unknown` only when the socket is already gone
 */
export function clientAddress(socketAddress, forwardedFor, trusted) {
  let current = parseAddress(socketAddress ?? '');
  if (!current) return 'unknown';
  const hops = (forwardedFor ?? '').split(',').reverse();
  for (let passed = 0; passed < hops.length; passed++) {
    const trustsCurrent = trusted.count > passed || trusted.ranges.some((range) => isWithin(current, range));
    const next = trustsCurrent ? parseAddress(hops[passed].trim()) : undefined;
    if (!next) break;
    current = next;
  }
  return current.toString();
}

/** @param {string} entry */
function parseRange(entry) {
  try {
    return ipaddr.parseCIDR(entry.includes('/') ? entry : `${entry}/${entry.includes(':') ? 128 : 32}`);
  } catch {
    throw new Error(
      `TOMO_TRUSTED_PROXIES: "${entry}" is neither an address nor a range. Use a number such as 1, or a list such as 10.0.0.0/8,::1.`,
    );
  }
}

/** Accepts `address`, `address:port` and `[address]:port`; IPv4 in IPv6 clothes becomes IPv4. @param {string} text */
function parseAddress(text) {
  const bare = text
    .replace(/^\[([^\]]+)\](:\d+)?$/, '$1')
    .replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1')
    .replace(/%.*$/, '');
  if (!ipaddr.IPv4.isValidFourPartDecimal(bare) && !ipaddr.IPv6.isValid(bare)) return undefined;
  return ipaddr.process(bare);
}

/**
 * @param {import('ipaddr.js').IPv4 | import('ipaddr.js').IPv6} address
 * @param {[import('ipaddr.js').IPv4 | import('ipaddr.js').IPv6, number]} range
 */
function isWithin(address, [network, bits]) {
  return address.kind() === network.kind() && address.match(network, bits);
}
