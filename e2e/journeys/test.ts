import { Tomo } from '../support/app';
import { test as base, expect } from '../support/browser';
import type { Api } from './api';
import { addPerson, carryOver, firstAdmin, signIn } from './people';
import { setSettings } from './stored';

export { expect };

type Own = {
  /** An administrator of this test alone, so that limits per person count one test only. The page is signed in as they are. */
  admin: Api;
};
type Shared = {
  /** Settings that differ from their defaults, by key. */
  settings: Record<string, unknown>;
  /** One Tomo, set up, for all tests of a file. */
  shared: Tomo;
};

/** The test of a journey that shares one Tomo with the others of its file. */
export const test = base.extend<Own, Shared>({
  settings: [{}, { scope: 'worker', option: true }],
  shared: [
    async ({ settings }, use) => {
      const tomo = await Tomo.start();
      await (await firstAdmin(tomo)).dispose();
      if (Object.keys(settings).length > 0) await setSettings(tomo, settings);
      await use(tomo);
      await tomo.stop();
    },
    { scope: 'worker' },
  ],
  tomo: async ({ shared }, use, info) => {
    await use(shared);
    if (info.status !== info.expectedStatus)
      await info.attach('tomo.log', { body: shared.output, contentType: 'text/plain' });
  },
  admin: async ({ tomo }, use, info) => {
    const api = await signIn(
      tomo,
      await addPerson(tomo, `ada-${info.testId}-${info.repeatEachIndex}`, 'admin'),
    );
    await use(api);
    await api.dispose();
  },
  page: async ({ page, admin }, use) => {
    await carryOver(admin, page);
    await use(page);
  },
});
