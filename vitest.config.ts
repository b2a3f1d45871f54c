import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic' } },
  resolve: {
    alias: [
      // `server-only` throws outside Next; tests are the server.
      { find: /^server-only$/, replacement: `${root}e2e/support/empty.ts` },
      { find: /^@\//, replacement: root },
    ],
  },
  test: {
    include: ['{app,lib,db,components,e2e}/**/*.test.{ts,tsx}'],
    environment: 'node',
    // Loops at full size (`npm run test:long`) take their time.
    testTimeout: process.env.TOMO_TEST_LONG === '1' ? 60 * 60_000 : 20_000,
    hookTimeout: 30_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
