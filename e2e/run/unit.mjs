import { command, tool } from './command.mjs';
import { composeProgram } from './compose.mjs';
import { forget, reportFile, vitestCounts } from './reports.mjs';

/** @typedef {import('./ledger.mjs').Ledger} Ledger */

/** Tests beside the code that use something of the lab, and skip themselves without it. */
const labTests = '.lab.test.';

/**
 * Tests in files whose path contains one of `filters`.
 * @param {Ledger} ledger @param {string} name @param {string[]} filters
 */
export const unit = (ledger, name, filters) => vitest(ledger, name, filters, { show: 'failure' });

/** All unit and integration tests but those that wait for the lab. @param {Ledger} ledger */
export const unitWithoutLab = (ledger) =>
  vitest(ledger, 'unit and integration', [`--exclude=**/*${labTests}*`], { show: 'always' });

/** @param {Ledger} ledger @param {boolean} lab whether it is up */
export async function unitWithLab(ledger, lab) {
  const { output } = await command('lab-tests', 'git', ['ls-files', `*${labTests}*`], { show: 'never' });
  if (output.trim() === '') return;
  await vitest(ledger, 'integration with the lab', [labTests], {
    show: 'always',
    env: lab ? { TOMO_LAB_COMPOSE: await composeProgram() } : {},
  });
}

/** @param {Ledger} ledger @param {string} name @param {string[]} args @param {object} options */
function vitest(ledger, name, args, options) {
  forget(name);
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${reportFile(name)}`];
  return ledger.part(name, async () => {
    const { ok } = await tool(name, 'vitest', ['run', ...reporters, ...args], options);
    return vitestCounts(name, ok);
  });
}
