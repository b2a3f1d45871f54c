/**
 * What can be said about the sources without running them, in less than a minute.
 */
import { tool } from './command.mjs';
import { ensurePackages } from './packages.mjs';
import { unit } from './unit.mjs';

/** @param {import('./ledger.mjs').Ledger} ledger */
export async function check(ledger) {
  if (!(await ensurePackages(ledger))) return;
  await Promise.all([
    checkSources(ledger),
    unit(ledger, 'architecture', ['e2e/architecture', 'e2e/supply-chain']),
  ]);
}

/**
 * The parts of `check` that are no tests: `npm test` runs the tests of the architecture together with all others.
 * @param {import('./ledger.mjs').Ledger} ledger
 */
export function checkSources(ledger) {
  return Promise.all([
    ledger.part(
      'format and lint',
      async () => (await tool('biome', 'biome', ['ci', '--error-on-warnings'])).ok,
    ),
    ledger.part('types', types),
    ledger.part('dead code', async () => (await tool('knip', 'knip', ['--no-progress'])).ok),
  ]);
}

/** Links and page props are typed after the routes that exist, so those types come first. */
async function types() {
  const routes = await tool('typegen', 'next', ['typegen'], { env: { NEXT_TELEMETRY_DISABLED: '1' } });
  return routes.ok && (await tool('tsc', 'tsc', ['--noEmit'])).ok;
}
