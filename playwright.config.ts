import { readdirSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from '@playwright/test';

/** Runs side by side keep what they leave behind apart. */
const report = process.env.TOMO_E2E_REPORT ?? 'journeys';

/** `npm run test:long`: loops and matrices that take minutes each. */
const isLong = process.env.TOMO_TEST_LONG === '1';

/** A project of its own for each file: the runner hands a worker, and with it one Tomo, to the tests of one project only. */
const projects = readdirSync(path.join(import.meta.dirname, 'e2e'))
  .filter((file) => file.endsWith('.spec.ts'))
  .sort()
  .map((file) => ({ name: file.slice(0, -'.spec.ts'.length), testMatch: `**/e2e/${file}` }));

/** Journeys share two cores with Tomo and its servers: one at a time, and a failure is a failure. */
export default defineConfig({
  testDir: 'e2e',
  projects,
  // One of them can be asked for alone, too: `npm run e2e -- --grep @long`.
  grepInvert: isLong || process.argv.some((word) => word.includes('@long')) ? undefined : /@long\b/,
  outputDir: `test-results/${report}`,
  workers: 1,
  retries: 0,
  forbidOnly: process.env.CI === 'true',
  timeout: 120_000,
  globalTimeout: (isLong ? 6 : 1) * 60 * 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: `test-results/${report}.json` }]],
  use: {
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    colorScheme: 'light',
    locale: 'en-GB',
    viewport: { width: 1280, height: 800 },
    launchOptions: {
      executablePath: process.env.TOMO_E2E_CHROMIUM || '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
