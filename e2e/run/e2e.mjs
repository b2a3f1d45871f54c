import { ensureBuild } from './build.mjs';
import { bringUpLab, listJourneys, runJourneys, serversOf } from './journeys.mjs';
import { ensurePackages } from './packages.mjs';
import { ensurePrograms } from './programs.mjs';

/**
 * Some journeys with what they need.
 * @param {import('./ledger.mjs').Ledger} ledger
 * @param {string[]} args passed on to the test runner
 */
export async function e2e(ledger, args) {
  if (!(await ensurePackages(ledger))) return;
  await ensurePrograms(ledger);
  const journeys = await listJourneys(args);
  const [lab, built] = await Promise.all([bringUpLab(ledger, serversOf(journeys)), ensureBuild(ledger)]);
  await runJourneys(ledger, journeys, { args, built, lab });
}
