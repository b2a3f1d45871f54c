import 'server-only';
import { isBallastSpent } from '@/db/ballast';
import { defineLoader } from '@/lib/procedures/loader';

/** Whether Tomo's own disk is full: what can be done without is not kept until there is room. */
export const loadIsDiskFull = defineLoader('dashboard.read', async () => isBallastSpent());
