import type { Api } from '@/e2e/journeys/api';
import { firstAdmin } from '@/e2e/journeys/people';
import { Tomo } from '@/e2e/support/app';
import type { Bench } from '../goal';

/** A built Tomo of its own, as `npm run up` starts it, and its administrator, who came in through the door. */
export async function startTomo(bench: Bench): Promise<{ tomo: Tomo; admin: Api }> {
  const tomo = await Tomo.start();
  bench.afterwards(() => tomo.stop());
  const admin = await firstAdmin(tomo);
  bench.afterwards(() => admin.dispose());
  return { tomo, admin };
}
