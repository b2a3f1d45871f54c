import { tool } from './command.mjs';
import { forget, reportFile, vitestCounts } from './reports.mjs';

/**
 * Unit and integration tests: all of them, or those in files whose path contains one of `filters`.
 *
 * @param {import('./ledger.mjs').Ledger} ledger
 * @param {string} name
 * @param {string[]} [filters]
 */
export function unit(ledger, name, filters = []) {
  forget(name);
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${reportFile(name)}`];
  return ledger.part(name, async () => {
    const { ok } = await tool(name, 'vitest', ['run', ...reporters, ...filters], {
      show: filters.length === 0 ? 'always' : 'failure',
    });
    return vitestCounts(name, ok);
  });
}
