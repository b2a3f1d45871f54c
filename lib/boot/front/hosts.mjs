import ipaddr from 'ipaddr.js';

const LOCAL_SUFFIX = /\.(local|lan|home\.arpa|internal)$/;
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);
const HOST = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9.-]+))(?::(\d{1,5}))?$/;

/**
 * Whether Tomo answers under this `Host` (FRONT-4). With TOMO_URL: exactly its host. Without: only names that no stranger
 * can point at this machine – addresses, `localhost`, single labels and the suffixes of private networks – because a public
 * name in `Host` is how DNS rebinding looks from here.
 *
 * @param {string | undefined} host value of the one Host header
 * @param {URL | undefined} publicUrl
 */
export function isAcceptedHost(host, publicUrl) {
  const spelled = (host ?? '').toLowerCase();
  if (publicUrl) return spelled === publicUrl.host;
  const match = HOST.exec(spelled);
  if (!match || Number(match[3] ?? 1) < 1 || Number(match[3] ?? 1) > 65535) return false;
  const [, v6, name] = match;
  if (v6 !== undefined) return ipaddr.IPv6.isValid(v6);
  if (ipaddr.IPv4.isValidFourPartDecimal(name)) return true;
  // Every last label that starts with a digit is an address in disguise (127.1, 0x7f.1, 2130706433).
  if (!NAME.test(name) || /(?:^|\.)\d[^.]*$/.test(name)) return false;
  return !name.includes('.') || LOCAL_SUFFIX.test(name);
}
