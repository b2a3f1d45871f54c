'use client';

import { useEffect } from 'react';
import { rememberChoice } from './view-cookies';

/** Tells the server the browser's time zone, for the next page. The first page writes UTC, and says so. */
export function ZoneCookie() {
  useEffect(() => rememberChoice('zone', Intl.DateTimeFormat().resolvedOptions().timeZone), []);
  return null;
}
