import { isAcceptedHost } from './hosts.mjs';
import { isOwnOrigin } from './origin.mjs';

const BODY_LIMIT = 1024 * 1024;

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);
const PROBES = new Set(['/livez', '/readyz', '/healthz']);

/**
 * Why the front does not pass a request on, or undefined when it may pass.
 *
 * @typedef {{ status: number, title: string, hint: string }} Refusal
 * @typedef {Pick<import('node:http').IncomingMessage, 'method' | 'url' | 'headers' | 'rawHeaders'>} RequestHead
 * @param {RequestHead} req
 * @param {{ publicUrl: URL | undefined }} settings
 * @returns {Refusal | undefined}
 */
export function refusalOf(req, { publicUrl }) {
  const { method = '', url = '', headers } = req;
  if (!METHODS.has(method))
    return {
      status: 405,
      title: `${method} is not a method of Tomo.`,
      hint: 'Use GET, HEAD, POST, PUT, PATCH or DELETE.',
    };
  // Absolute and protocol-relative targets name a host of their own, beside the one that is checked.
  if (!/^\/(?![/\\])/.test(url))
    return { status: 400, title: 'This address cannot be read.', hint: 'Start at the first page of Tomo.' };
  return hostRefusal(req, publicUrl) ?? originRefusal(req, publicUrl) ?? bodyRefusal(headers);
}

/** @param {RequestHead} req @param {URL | undefined} publicUrl */
function hostRefusal(req, publicUrl) {
  // Health checks come from inside, under any name, and answer constants.
  if (PROBES.has(req.url ?? '')) return undefined;
  const repeated =
    req.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length > 1;
  if (!repeated && isAcceptedHost(req.headers.host, publicUrl)) return undefined;
  if (publicUrl) {
    return {
      status: 421,
      title: 'Tomo does not answer under this name.',
      hint: `Open ${publicUrl.origin}, the address that TOMO_URL names. To use another one, change TOMO_URL and start Tomo again.`,
    };
  }
  return {
    status: 421,
    title: 'Tomo does not answer under this name yet.',
    hint: 'Set TOMO_URL to the address in your browser, for example TOMO_URL=https://tomo.example, and start Tomo again. Until then Tomo answers under its IP address, localhost, names without a dot, and names ending in .local, .lan, .home.arpa or .internal.',
  };
}

/** @param {RequestHead} req @param {URL | undefined} publicUrl */
function originRefusal(req, publicUrl) {
  const { headers, method = '' } = req;
  const request = { method, site: single(headers['sec-fetch-site']), origin: headers.origin };
  // Without TOMO_URL the scheme is unknown behind a TLS proxy: the host decides.
  const own = publicUrl
    ? [publicUrl.origin]
    : [`http://${headers.host}`.toLowerCase(), `https://${headers.host}`.toLowerCase()];
  if (own.some((origin) => isOwnOrigin(request, origin))) return undefined;
  return {
    status: 403,
    title: 'This change did not come from a page of this Tomo.',
    hint: 'Reload the page and try again. Behind a proxy, set TOMO_URL to the address in the browser and let the proxy pass the Host header on.',
  };
}

/** @param {import('node:http').IncomingHttpHeaders} headers */
function bodyRefusal(headers) {
  if (headers['transfer-encoding'] !== undefined) {
    return {
      status: 411,
      title: 'The length of the body is missing.',
      hint: 'Send Content-Length; let a proxy in between buffer requests.',
    };
  }
  const length = Number(headers['content-length'] ?? 0);
  return length > BODY_LIMIT
    ? { status: 413, title: 'The body is too large.', hint: 'The limit is 1 MiB.' }
    : undefined;
}

/** @param {string | string[] | undefined} value */
function single(value) {
  return Array.isArray(value) ? value.join(', ') : value;
}
