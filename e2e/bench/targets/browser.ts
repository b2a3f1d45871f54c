import { existsSync } from 'node:fs';
import { type BrowserContext, chromium } from '@playwright/test';
import type { Api } from '@/e2e/journeys/api';
import type { Tomo } from '@/e2e/support/app';
import { Skip } from '../anchors/debian';
import type { Bench } from '../goal';

/** Opens windows of a real Chromium, signed in as whoever `api` is; each has a cache of its own, empty at first. */
export async function startBrowser(
  bench: Bench,
  tomo: Tomo,
  api: Api,
): Promise<() => Promise<BrowserContext>> {
  const executablePath = process.env.TOMO_E2E_CHROMIUM || '/usr/bin/chromium';
  if (!existsSync(executablePath)) throw new Skip(`there is no browser at ${executablePath}`);
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
  bench.afterwards(() => browser.close());
  const { cookies } = await api.context.storageState();
  return async () => {
    const context = await browser.newContext({ baseURL: tomo.url, viewport: { width: 1280, height: 800 } });
    await context.addCookies(cookies);
    return context;
  };
}
