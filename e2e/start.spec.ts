import { accessibilityProblems, expect, test } from './support/browser';

test('a fresh Tomo prints a link that leads to the setup page', async ({ tomo, page }) => {
  const link = await tomo.setupLink();
  expect(link.startsWith(`${tomo.url}/setup#token=`)).toBe(true);
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('it answers again on the same data after a power cut', async ({ tomo, request }) => {
  await tomo.kill();
  await expect(request.get(`${tomo.url}/livez`)).rejects.toThrow();
  await tomo.restart();
  expect((await request.get(`${tomo.url}/readyz`)).status()).toBe(200);
  // The first link is used up or still good, but never a second way in beside it: the new one replaces it.
  expect(await tomo.setupLink()).toContain('/setup#token=');
});

test('it ends cleanly when asked to, with a browser connected', async ({ tomo, page }) => {
  await page.goto(`${tomo.url}/login`);
  expect(await tomo.stop()).toEqual({ code: 0 });
});

test('it logs one JSON object per line', async ({ tomo }) => {
  const lines = tomo.output.split('\n').filter((line) => line.startsWith('{'));
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(JSON.parse(line)).toMatchObject({ source: 'system', level: 'INFO' });
});
