/** Whether `pathname` is `href` or lies below it. The root is only itself, and `/apps` is not `/applications`. */
export function isBelow(pathname: string, href: string): boolean {
  return pathname === href || (href !== '/' && pathname.startsWith(`${href}/`));
}

/** The most exact of `hrefs` that covers `pathname`, or undefined. */
export function currentOf(pathname: string, hrefs: string[]): string | undefined {
  return hrefs.filter((href) => isBelow(pathname, href)).sort((a, b) => b.length - a.length)[0];
}
