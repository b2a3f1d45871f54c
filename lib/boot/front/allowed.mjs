import http from 'node:http';
import net from 'node:net';

const API = '/api/v1/';

/**
 * Gives the application's bare 405 for an address of the API what RFC 9110 asks of it, the methods that are allowed there, and
 * the words of a refusal. The application knows the methods but tells them only when it is asked by OPTIONS.
 *
 * @param {import('./guard.mjs').Handler} handler
 * @param {http.IncomingMessage} req
 * @param {http.ServerResponse} res
 * @param {(refusal: import('./refusal.mjs').Refusal) => void} refuse
 */
export function tellAllowed(handler, req, res, refuse) {
  if (!req.url?.startsWith(API)) return;
  const { method, url, headers } = req;
  beforeEnd(res, () => {
    if (res.statusCode !== 405 || res.headersSent) return false;
    allowedAt(handler, { url, headers }).then((allow) => {
      if (allow) res.setHeader('Allow', allow);
      refuse({
        status: 405,
        title: `${method} is not possible here.`,
        hint: allow
          ? `Use ${allow.replace(/(, )?OPTIONS(, )?/, (_all, before, after) => (before && after ? ', ' : ''))}.`
          : 'Use another method.',
      });
    });
    return true;
  });
}

/**
 * Calls `take` when the answer is about to end, before anything of it was sent. True means that it ends later, by itself. Whoever
 * replaces `end` meanwhile (compression does, and sends the head first) stays between.
 *
 * @param {http.ServerResponse} res
 * @param {() => boolean} take
 */
function beforeEnd(res, take) {
  const own = res.end;
  let replaced = own;
  let next = 'ask';
  const end = (...parts) => {
    if (next === 'own') return own.apply(res, parts);
    const isTaken = next === 'ask' && take();
    next = isTaken ? 'replaced' : 'own';
    return isTaken ? res : replaced.apply(res, parts);
  };
  Object.defineProperty(res, 'end', {
    configurable: true,
    get: () => end,
    set: (other) => {
      replaced = other;
    },
  });
}

/** @param {import('./guard.mjs').Handler} handler @param {Pick<http.IncomingMessage, 'url' | 'headers'>} asked */
async function allowedAt(handler, { url, headers }) {
  const socket = new net.Socket();
  const probe = new http.IncomingMessage(socket);
  Object.assign(probe, { method: 'OPTIONS', url, headers: { ...headers, 'content-length': '0' } });
  probe.push(null);
  const answer = new http.ServerResponse(probe);
  try {
    await handler(probe, answer);
    return answer.getHeader('Allow')?.toString();
  } catch {
    return undefined;
  } finally {
    socket.destroy();
  }
}
