import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** Reports and logs of the last run; ignored by git. */
export const results = path.join(root, 'test-results');

export const chromium = process.env.TOMO_E2E_CHROMIUM || '/usr/bin/chromium';
