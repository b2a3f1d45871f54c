import { ensureBuild } from './build.mjs';
import { command, tool } from './command.mjs';
import { bringUpLab, listJourneys, runJourneys, serversOf } from './journeys.mjs';
import { ensurePackages } from './packages.mjs';
import { ensurePrograms } from './programs.mjs';
import { forget, reportFile, testsOf, vitestCounts } from './reports.mjs';

const env = { TOMO_TEST_LONG: '1' };
const HOURS = 60;

/**
 * Loops and matrices at full size: journeys tagged `@long`, and unit tests made with `loop`. A table at the end says what
 * ran, how large, how it went and how long it took.
 * @param {import('./ledger.mjs').Ledger} ledger
 * @param {string[]} args `--grep WORD` leaves out what does not contain the word
 */
export async function long(ledger, args) {
  if (!(await ensurePackages(ledger))) return;
  await ensurePrograms(ledger);
  const word = args[args.indexOf('--grep') + 1] ?? '';
  // Every journey that matches both words, in whichever order.
  const selection = ['--grep', args.includes('--grep') ? `(?=.*@long)(?=.*${word})` : '@long'];
  const journeys = await listJourneys(selection, env);
  const labComesUp = bringUpLab(ledger, serversOf(journeys));
  await loops(ledger, args.includes('--grep') ? word : '');
  const built = journeys.length > 0 && (await ensureBuild(ledger));
  const lab = await labComesUp;
  if (journeys.length > 0)
    await runJourneys(ledger, journeys, { args: selection, built, lab, env, minutes: 6 * HOURS });
  console.log(`\n${table([...testsOf('loops'), ...testsOf('journeys')]).join('\n')}`);
}

/** @param {import('./ledger.mjs').Ledger} ledger @param {string} word */
async function loops(ledger, word) {
  forget('loops');
  forget('journeys');
  const list = ['grep', '-lE', "from '.*support/loop'", '--', '*.test.ts', '*.test.tsx'];
  const { output } = await command('loops-list', 'git', list, { show: 'never' });
  const files = output.trim().split('\n').filter(Boolean);
  const title = `${word && `(?=.*${word}).*`}×[0-9]+$`;
  const reporters = ['--reporter=verbose', '--reporter=json', `--outputFile.json=${reportFile('loops')}`];
  await ledger.part('loops', async () => {
    const args = ['run', ...reporters, '--passWithNoTests', '--testNamePattern', title, ...files];
    const { ok } = await tool('loops', 'vitest', args, { show: 'always', minutes: 3 * HOURS, env });
    // What the title left out was not skipped: it was not asked for.
    return { ...vitestCounts('loops', ok), skipped: 0 };
  });
}

/** @param {import('./reports.mjs').Test[]} tests */
function table(tests) {
  const rows = tests.map(({ title, status, seconds }) => {
    const [, name = title, size = '1'] = /^(.*?) ×(\d+)$/.exec(title) ?? [];
    return [name, size, status, `${seconds.toFixed(1)} s`];
  });
  const all = [['Test', 'Size', 'Result', 'Time'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map(([name = '', ...rest]) =>
    [name.padEnd(widths[0] ?? 0), ...rest.map((text, index) => text.padStart(widths[index + 1] ?? 0))].join(
      '  ',
    ),
  );
}
