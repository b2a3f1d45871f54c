import 'server-only';
import { familyScript } from '../families/family-script';
import type { ChangingStep } from '../graph/step';

const packageIndexAge = familyScript('package-index-age', 'pm_fresh\n');
const refreshPackageIndex = familyScript('refresh-package-index', 'pm_refresh\n');

/** Refreshes the package index, unless that happened within the last hour. It upgrades nothing. */
export const refreshIndex: ChangingStep = {
  key: 'refresh_index',
  needs: ['check_resources'],
  what: 'Refreshing the package index',
  leaves: 'The package index may be half refreshed; the next run repeats it.',
  async check(situation) {
    const fresh = (await situation.ask(packageIndexAge)).includes('fresh');
    return {
      done: fresh
        ? situation.family().key === 'arch'
          ? 'it is there'
          : 'refreshed less than an hour ago'
        : undefined,
      plan: 'refresh the package index; nothing is upgraded',
      command: { script: refreshPackageIndex, args: {} },
    };
  },
  verify: async () => ({ summary: 'Package index refreshed' }),
};
