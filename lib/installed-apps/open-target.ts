import 'server-only';

/** A web page of an app and the address of its server. */
export type PageView = {
  name: string;
  scheme: 'http' | 'https';
  path: string;
  /** Address on the server that the port is bound to. */
  address: string;
  port: number;
  /** Name or address under which the server is known. */
  host: string;
};

export type OpenTarget = { href: string } | { blocked: 'only_on_server' | 'own_host' };

const wildcard = new Set(['', '0.0.0.0', '::']);
const isLoopback = (name: string) => /^127\.|^localhost$|^::1$/.test(name);

/**
 * Where *Open* leads. Cookies ignore ports, so an app under the very name that shows Tomo would be sent Tomo's cookie:
 * `viewedHost`, the host name of the page that Tomo is viewed under, is never used. Loopback has another spelling; every
 * other name has none, and the link is refused.
 */
export function openTarget(page: PageView, viewedHost: string): OpenTarget {
  const here = isLoopback(bare(page.host));
  if (isLoopback(page.address) && !here) return { blocked: 'only_on_server' };
  const name = wildcard.has(page.address) || here ? bare(page.host) : page.address;
  const viewed = bare(viewedHost);
  if (name !== viewed) return { href: hrefOf(page, name) };
  if (!isLoopback(name)) return { blocked: 'own_host' };
  return { href: hrefOf(page, name === 'localhost' ? '127.0.0.1' : 'localhost') };
}

function hrefOf({ scheme, port, path }: PageView, name: string): string {
  const authority = name.includes(':') ? `[${name}]` : name;
  const usual = port === (scheme === 'https' ? 443 : 80);
  return `${scheme}://${authority}${usual ? '' : `:${port}`}${path}`;
}

/** Host names are the same in any case, with or without a final dot, brackets or a port. */
function bare(host: string): string {
  const lower = host.toLowerCase();
  const inBrackets = /^\[([^\]]+)\]/.exec(lower)?.[1];
  const name = inBrackets ?? (lower.split(':').length === 2 ? (lower.split(':')[0] ?? '') : lower);
  return name.replace(/\.$/, '');
}
