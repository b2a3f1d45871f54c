import { ensureBuild } from './build.mjs';
import { checkSources } from './check.mjs';
import { bringUpLab, listJourneys, runJourneys, serversOf } from './journeys.mjs';
import { ensurePackages } from './packages.mjs';
import { ensurePrograms } from './programs.mjs';
import { unitWithLab, unitWithoutLab } from './unit.mjs';

/**
 * Everything, and a failing part stops only what builds on it, so that one run tells all there is to tell.
 *
 * The lab waits for the network most of its time, so it comes up beside the parts that need the processor.
 * @param {import('./ledger.mjs').Ledger} ledger
 * @param {string[]} args leave journeys out (`--grep @main-job`); everything else is run whatever they say
 */
export async function test(ledger, args) {
  if (!(await ensurePackages(ledger))) return;
  await ensurePrograms(ledger);
  const journeys = await listJourneys(args);
  const labComesUp = bringUpLab(ledger, [...new Set(['debian13', ...serversOf(journeys)])]);
  await checkSources(ledger);
  await unitWithoutLab(ledger);
  const built = await ensureBuild(ledger);
  const lab = await labComesUp;
  await unitWithLab(ledger, lab);
  await runJourneys(ledger, journeys, { args, built, lab });
}
