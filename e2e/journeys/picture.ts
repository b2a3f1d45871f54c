import path from 'node:path';
import type { Page } from '@playwright/test';

const folder = path.resolve(import.meta.dirname, '../screenshots');

/** Takes the pictures of the README, light and dark, when somebody asks for new ones with `TOMO_PICTURES=1`. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env.TOMO_PICTURES !== '1') return;
  const size = page.viewportSize();
  await page.setViewportSize({ width: 1280, height: 860 });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.mouse.move(0, 0);
    await page.screenshot({ path: path.join(folder, `${name}-${colorScheme}.png`), animations: 'disabled' });
  }
  await page.emulateMedia({ colorScheme: null });
  if (size) await page.setViewportSize(size);
}
