import { digestToBuild, stampBuild } from '../../lib/boot/up/build.mjs';
import { tool } from './command.mjs';
import { root } from './paths.mjs';

/**
 * The built app, made again only when something it is made of has changed; `npm run up` decides the same way.
 * @param {import('./ledger.mjs').Ledger} ledger
 */
export async function ensureBuild(ledger) {
  const digest = digestToBuild(root);
  if (digest === undefined) return true;
  return ledger.part('build', async () => {
    const { ok } = await tool('build', 'next', ['build'], { env: { NEXT_TELEMETRY_DISABLED: '1' } });
    if (ok) stampBuild(root, digest);
    return ok;
  });
}
