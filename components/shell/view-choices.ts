import 'server-only';
import { cookies } from 'next/headers';
import { cache } from 'react';
import { viewCookies } from './view-cookies';

export type ViewChoices = {
  theme: 'light' | 'dark' | 'system';
  density: 'comfortable' | 'compact';
  sidebar: 'open' | 'collapsed';
  /** IANA name of the zone in which times are written. */
  zone: string;
  hourCycle: 'h23' | 'h12';
  /** Whether the browser has run scripts on an earlier page. */
  scripts: boolean;
};

/**
 * What this browser chose, from its cookies. Cookies, because the first byte must already look right: no flash, no
 * script, and it works with scripts off. Anything unknown in a cookie counts as not chosen.
 */
export const viewChoices = cache(async (): Promise<ViewChoices> => {
  const jar = await cookies();
  const read = (name: keyof typeof viewCookies) => jar.get(viewCookies[name])?.value;
  return {
    theme: oneOf(read('theme'), ['system', 'light', 'dark']),
    density: oneOf(read('density'), ['comfortable', 'compact']),
    sidebar: oneOf(read('sidebar'), ['open', 'collapsed']),
    zone: knownZone(read('zone')),
    hourCycle: oneOf(read('hours'), ['h23', 'h12']),
    scripts: read('zone') !== undefined,
  };
});

function oneOf<const T extends string>(value: string | undefined, allowed: readonly [T, ...T[]]): T {
  return allowed.find((each) => each === value) ?? allowed[0];
}

function knownZone(value: string | undefined): string {
  if (!value) return 'UTC';
  try {
    return new Intl.DateTimeFormat('en', { timeZone: decodeURIComponent(value) }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}
