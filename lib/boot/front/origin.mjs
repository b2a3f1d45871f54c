const SAFE = new Set(['GET', 'HEAD']);

/**
 * ORIGIN-1: may this request change anything? `Sec-Fetch-Site`, when sent, must be `same-origin`; `Origin`, when sent, must
 * be the instance's own; without both a change is refused. Browsers leave `Sec-Fetch-*` out on plain-http addresses of a
 * local network, so `Origin` must carry alone there.
 *
 * @param {{ method: string, site: string | undefined, origin: string | undefined }} request
 * @param {string} ownOrigin scheme and host under which the instance was addressed, for example `http://10.0.0.5:3000`
 */
export function isOwnOrigin({ method, site, origin }, ownOrigin) {
  if (SAFE.has(method)) return true;
  if (site === undefined && origin === undefined) return false;
  if (site !== undefined && site !== 'same-origin') return false;
  return origin === undefined || origin === ownOrigin;
}
