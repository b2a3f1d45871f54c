/**
 * `value` when it is a path of this instance to return to after signing in, else `/`. Everything that a browser could read
 * as another host, and the pages of the sign-in itself, become `/`.
 */
export function localPath(value: unknown): string {
  if (typeof value !== 'string' || value.length > 2000) return '/';
  // Browsers drop tabs and line breaks and read backslashes as slashes: `/\evil` and `/<tab>/evil` leave the site.
  if (!/^\/(?!\/)[^\\\p{Cc}]*$/u.test(value)) return '/';
  const url = new URL(value, 'http://instance');
  if (url.origin !== 'http://instance' || url.pathname.startsWith('//')) return '/';
  if (/^\/(login|setup|api|_next)(\/|$)/.test(url.pathname)) return '/';
  return url.pathname + url.search + url.hash;
}
