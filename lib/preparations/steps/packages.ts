import 'server-only';
import { packageIndexAge, refreshPackageIndex } from '../scripts/package-index';
import { installPackages, missingPackages } from '../scripts/packages';
import { ask, change, type Preparation, skipWhen } from './context';

// curl and gpg fetch and check the vendor's key; ss (iproute2) tells who listens on a port.
const PREREQUISITES = 'ca-certificates curl gpg iproute2';

/** Refreshes the package index, unless that happened within the last hour. */
export async function refreshIndexStep(preparation: Preparation): Promise<void> {
  await preparation.job.step('refresh_index', async (step) => {
    skipWhen(
      step,
      (await ask(preparation, packageIndexAge)).includes('fresh'),
      'refreshed less than an hour ago',
    );
    await change(preparation, step, {
      script: refreshPackageIndex,
      what: 'Refreshing the package index',
      leaves: 'The package index may be half refreshed; the next run repeats it.',
    });
    return { summary: 'Package index refreshed' };
  });
}

/** Installs the few packages that the following steps need. */
export async function prerequisitesStep(preparation: Preparation): Promise<void> {
  await preparation.job.step('prerequisites', async (step) => {
    const missing = await ask(preparation, missingPackages, { packages: PREREQUISITES });
    skipWhen(step, missing.length === 0, 'all of them are installed');
    if (missing.length > 0) step.log(`Missing: ${missing.join(', ')}`);
    await change(preparation, step, {
      script: installPackages,
      args: { packages: PREREQUISITES },
      what: 'Installing prerequisites',
      leaves: 'Some of the packages may be installed; they do no harm.',
    });
    return { summary: missing.length > 0 ? `Installed ${missing.join(', ')}` : 'Installed' };
  });
}
