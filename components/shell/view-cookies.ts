/** Cookies that hold choices of the view. They are no secrets and decide nothing but looks. */
export const viewCookies = {
  theme: 'tomo-theme',
  density: 'tomo-density',
  sidebar: 'tomo-sidebar',
  zone: 'tomo-zone',
  hours: 'tomo-hours',
} as const;

/** Writes a choice for a year, in the browser. */
export function rememberChoice(name: keyof typeof viewCookies, value: string): void {
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http.
  document.cookie = `${viewCookies[name]}=${encodeURIComponent(value)}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
}
