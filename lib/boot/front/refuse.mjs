const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/**
 * Answers without the application: a problem document for programs, a small page for people, text for everything else.
 *
 * @param {import('node:http').IncomingMessage} req
 * @param {import('node:http').ServerResponse} res its security headers are already set
 * @param {import('./refusal.mjs').Refusal} refusal
 * @param {string} nonce
 */
export function refuse(req, res, { status, title, hint }, nonce) {
  res.statusCode = status;
  res.setHeader('Cache-Control', 'no-store');
  // The rest of a body that nobody reads must not be taken for the next request.
  res.setHeader('Connection', 'close');
  if (req.url?.startsWith('/api/')) {
    res.setHeader('Content-Type', 'application/problem+json');
    return res.end(JSON.stringify({ type: `urn:tomo:problem:front_${status}`, title, status, detail: hint }));
  }
  if (req.headers.accept?.includes('text/html')) {
    res.setHeader('Content-Type', 'text/html; charset=utf-8');
    return res.end(page(title, hint, nonce));
  }
  res.setHeader('Content-Type', 'text/plain; charset=utf-8');
  return res.end(`${title} ${hint}\n`);
}

/** @param {string} title @param {string} hint @param {string} nonce */
function page(title, hint, nonce) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} · Tomo</title>
<style nonce="${escapeHtml(nonce)}">
body { margin: 0; display: grid; min-height: 100vh; place-content: center; font: 16px/1.5 system-ui, sans-serif; background: #f9fafb; color: #14181f }
main { max-width: 34rem; padding: 24px }
h1 { font-size: 20px; line-height: 28px; font-weight: 600; margin: 0 0 8px }
p { margin: 0; color: #565b63; overflow-wrap: anywhere }
@media (prefers-color-scheme: dark) { body { background: #0b0d11; color: #edeef0 } p { color: #a3a8af } }
</style>
</head>
<body><main><h1>${escapeHtml(title)}</h1><p>${escapeHtml(hint)}</p></main></body>
</html>
`;
}

/** @param {string} text */
function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character]);
}
