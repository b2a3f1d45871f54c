/** What a client may never bring along: Next or Tomo believe these, so only the front may write them (FRONT-2). */
const STRIPPED =
  /^(?:forwarded|x-forwarded-.*|x-real-ip|x-tomo-.*|x-middleware-.*|x-nextjs-data|x-matched-path|x-invoke-.*|x-now-.*|x-next-.*|x-prerender-.*|next-resume.*|authorization|proxy-authorization|content-security-policy.*|x-original-url|x-rewrite-url|x-http-method.*|x-method-override)$/;

/** Deletes every header of a request that would be believed although anybody can send it. @param {Record<string, unknown>} headers */
export function stripSpoofable(headers) {
  for (const name of Object.keys(headers)) if (STRIPPED.test(name)) delete headers[name];
}

/**
 * The content policy of one response (HEAD-1). Scripts need the nonce; style sheets are files; charts may place inline style
 * attributes. In development React needs `eval` for stack traces and hot reload needs its socket; both are named here only.
 *
 * @param {string} nonce
 * @param {{ dev: boolean }} options
 */
export function contentPolicy(nonce, { dev }) {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${dev ? ' ws: wss:' : ''}`,
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
  ].join('; ');
}

const FEATURES = [
  'accelerometer',
  'autoplay',
  'camera',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'publickey-credentials-get',
  'screen-wake-lock',
  'usb',
  'xr-spatial-tracking',
];

/**
 * The security headers of every response, refusals and static files included (HEAD-1, HEAD-3).
 *
 * @param {string} nonce
 * @param {{ dev: boolean, https: boolean }} options
 * @returns {Record<string, string>}
 */
export function securityHeaders(nonce, { dev, https }) {
  return {
    'Content-Security-Policy': contentPolicy(nonce, { dev }),
    'X-Content-Type-Options': 'nosniff',
    // Not `no-referrer`: under it browsers send `Origin: null` with a native form, which ORIGIN-1 must refuse.
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': FEATURES.map((feature) => `${feature}=()`).join(', '),
    ...(https ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
  };
}
