import { randomBytes, randomUUID } from 'node:crypto';
import { clientAddress } from './address.mjs';
import { tellAllowed } from './allowed.mjs';
import { contentPolicy, securityHeaders, stripSpoofable } from './headers.mjs';
import { inRequest } from './life.mjs';
import { refusalOf } from './refusal.mjs';
import { refuse } from './refuse.mjs';

/**
 * Puts the front's rules before a request handler: security headers on the response, refusals, and a request on which every
 * header that Next or Tomo believes was written here.
 *
 * @typedef {(req: import('node:http').IncomingMessage, res: import('node:http').ServerResponse) => unknown} Handler
 * @typedef {{ publicUrl: URL | undefined, trustedProxies: import('./address.mjs').TrustedProxies, dev: boolean }} GuardSettings
 * @param {Handler} handler
 * @param {GuardSettings} settings
 * @param {(error: unknown, requestId: string) => void} onError told about a handler that threw
 * @returns {Handler}
 */
export function guard(handler, settings, onError) {
  const options = { dev: settings.dev, https: settings.publicUrl?.protocol === 'https:' };
  return async (req, res) => {
    const nonce = randomBytes(16).toString('base64');
    const requestId = randomUUID();
    for (const [name, value] of Object.entries(securityHeaders(nonce, options))) res.setHeader(name, value);
    res.setHeader('X-Tomo-Request-Id', requestId);
    // Files of the build are named by their content; everything else may belong to the person who asked.
    if (!req.url?.startsWith('/_next/')) res.setHeader('Cache-Control', caching(req.url ?? '/'));
    const refusal = refusalOf(req, settings);
    if (refusal) return refuse(req, res, refusal, nonce);
    prepare(req, settings, { nonce, requestId });
    tellAllowed(handler, req, res, (because) => refuse(req, res, because, nonce));
    try {
      const what = `${req.method} ${pathOf(req.url ?? '/')}`;
      await inRequest({ what, requestId }, res, () => handler(req, res));
    } catch (error) {
      onError(error, requestId);
      if (res.headersSent) return res.destroy();
      refuse(
        req,
        res,
        {
          status: 500,
          title: 'Something went wrong inside Tomo.',
          hint: `The system log has the details under ${requestId}.`,
        },
        nonce,
      );
    }
  };
}

/**
 * A live stream must reach its reader event by event: whoever compresses it holds back what is there already. What is said
 * here stands, a route cannot say more.
 * @param {string} url
 */
function caching(url) {
  return /^\/api\/[^?]*\/stream(\?|$)/.test(url) ? 'no-store, no-transform' : 'no-store';
}

/**
 * @param {import('node:http').IncomingMessage} req
 * @param {GuardSettings} settings
 * @param {{ nonce: string, requestId: string }} marks
 */
function prepare(req, settings, { nonce, requestId }) {
  const { headers } = req;
  const address = clientAddress(
    req.socket.remoteAddress,
    single(headers['x-forwarded-for']),
    settings.trustedProxies,
  );
  stripSpoofable(headers);
  Object.assign(headers, {
    // Next takes the nonce for its own scripts from here.
    'content-security-policy': contentPolicy(nonce, { dev: settings.dev }),
    'x-forwarded-for': address,
    'x-forwarded-host': headers.host ?? '',
    'x-forwarded-proto': settings.publicUrl?.protocol === 'https:' ? 'https' : 'http',
    'x-tomo-client-ip': address,
    'x-tomo-nonce': nonce,
    'x-tomo-path': pagePath(req.url ?? '/'),
    'x-tomo-request-id': requestId,
  });
}

/** The address of the page behind a request: what to return to after signing in. @param {string} target */
function pagePath(target) {
  const url = new URL(target, 'http://page');
  url.searchParams.delete('_rsc');
  return url.pathname + url.search;
}

/** Without the query, which may hold what people searched for. @param {string} target */
function pathOf(target) {
  return target.split('?', 1)[0];
}

/** @param {string | string[] | undefined} value */
function single(value) {
  return Array.isArray(value) ? value.join(',') : value;
}
