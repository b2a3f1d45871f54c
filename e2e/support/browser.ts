import { test as base, expect, type Page } from '@playwright/test';
import axe from 'axe-core';
import { Tomo } from './app';

export { expect };

type Fixtures = {
  /** Environment variables of this test's Tomo; set with `test.use`. */
  tomoEnv: Record<string, string>;
  /** A fresh Tomo without users. */
  tomo: Tomo;
  /** What went wrong in the page behind the test's back; a test ends well only when this is empty. */
  complaints: string[];
};

/** The test of a journey: brings a fresh Tomo, and fails on script errors and violations of the content policy. */
export const test = base.extend<Fixtures>({
  tomoEnv: [{}, { option: true }],
  tomo: async ({ tomoEnv }, use, info) => {
    const tomo = await Tomo.start({ env: tomoEnv });
    await use(tomo);
    if (info.status !== info.expectedStatus)
      await info.attach('tomo.log', { body: tomo.output, contentType: 'text/plain' });
    await tomo.stop();
  },
  baseURL: async ({ tomo }, use) => use(tomo.url),
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(`script error: ${error.message}`));
      page.on('console', (message) => {
        if (/Content[- ]Security[- ]Policy/i.test(message.text())) complaints.push(message.text());
      });
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

/** Rules of axe (WCAG 2.2 A and AA) that the page breaks, with the places. Empty when everybody can use it. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  // Evaluated by the debugger, so the page's content policy stays as it is.
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    type Result = { violations: { id: string; help: string; nodes: { target: unknown[] }[] }[] };
    const { axe } = globalThis as unknown as {
      axe: { run(where: Document, options: object): Promise<Result> };
    };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const { violations } = await axe.run(document, { runOnly: { type: 'tag', values: tags } });
    return violations.map(
      ({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target).join(', ')})`,
    );
  });
}
