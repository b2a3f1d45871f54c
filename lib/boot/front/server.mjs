import { randomBytes } from 'node:crypto';
import http from 'node:http';
import { securityHeaders } from './headers.mjs';
import { refusalOf } from './refusal.mjs';

const SECOND = 1000;
const REASONS = { 400: 'Bad Request', 408: 'Request Timeout', 431: 'Request Header Fields Too Large' };

/**
 * The HTTP server with the front's limits (FRONT-5): headers 16 KiB within 15 s, a request within 60 s, no upgrades.
 *
 * @param {import('./guard.mjs').Handler} listener
 * @param {import('./guard.mjs').GuardSettings & { onHotReload?: (req: http.IncomingMessage, socket: import('node:stream').Duplex, head: Buffer) => void }} settings
 *   `onHotReload` takes over upgrades below `/_next/` in development
 */
export function createServer(listener, settings) {
  const limits = {
    maxHeaderSize: 16 * 1024,
    headersTimeout: 15 * SECOND,
    requestTimeout: 60 * SECOND,
    connectionsCheckingInterval: 5 * SECOND,
    // Longer than proxies keep theirs, so that they never reuse a connection that is being closed.
    keepAliveTimeout: 65 * SECOND,
    // A missing Host is refused by the guard, with the headers that every answer has.
    requireHostHeader: false,
  };
  const server = http.createServer(limits, listener);
  server.maxHeadersCount = 100;
  server.maxConnections = 1024;
  const answering = new WeakSet();
  server.prependListener('request', (req, res) => {
    answering.add(req.socket);
    res.once('close', () => answering.delete(req.socket));
  });
  server.on('connect', (_req, socket) => socket.destroy());
  server.on('upgrade', (req, socket, head) => {
    const { url, headers, rawHeaders } = req;
    // A socket can do more than read, so it must come from our own pages like any change.
    const own =
      url?.startsWith('/_next/') && !refusalOf({ method: 'POST', url, headers, rawHeaders }, settings);
    if (settings.onHotReload && own) settings.onHotReload(req, socket, head);
    else socket.destroy();
  });
  server.on('clientError', (error, socket) => {
    // In the middle of an answer nothing can be said any more.
    if (error.code === 'ECONNRESET' || !socket.writable || answering.has(socket)) return socket.destroy();
    socket.end(rawAnswer(statusOf(error), settings));
  });
  return server;
}

/** @param {NodeJS.ErrnoException} error */
function statusOf(error) {
  if (error.code === 'HPE_HEADER_OVERFLOW') return 431;
  return error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
}

/** @param {400 | 408 | 431} status @param {import('./guard.mjs').GuardSettings} settings */
function rawAnswer(status, settings) {
  const nonce = randomBytes(16).toString('base64');
  const headers = {
    ...securityHeaders(nonce, { dev: settings.dev, https: settings.publicUrl?.protocol === 'https:' }),
    'Cache-Control': 'no-store',
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': '0',
    Connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return `HTTP/1.1 ${status} ${REASONS[status]}\r\n${lines.join('\r\n')}\r\n\r\n`;
}
