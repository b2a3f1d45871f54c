import { spawn } from 'node:child_process';
import path from 'node:path';
import { chosen, goals, labServer } from '../bench/needs.mjs';
import { ensureBuild } from './build.mjs';
import { bringUpLab } from './journeys.mjs';
import { ensurePackages } from './packages.mjs';
import { root } from './paths.mjs';
import { ensurePrograms } from './programs.mjs';

/**
 * The goals of speed, measured beside other programs in the same run. Returns 0 when all are met, 1 when one is missed, 2
 * when something could not be measured.
 * @param {import('./ledger.mjs').Ledger} ledger
 * @param {string[]} args goals (`P1 P5`), `--rounds N`, `--compare FILE`
 * @returns {Promise<number>}
 */
export async function bench(ledger, args) {
  const ids = chosen(args);
  if (!(await ensurePackages(ledger))) return 2;
  await ensurePrograms(ledger);
  if (ids.some((id) => goals[id]?.build) && !(await ensureBuild(ledger))) return 2;
  const lab = ids.some((id) => goals[id]?.lab) && (await bringUpLab(ledger, [labServer]));
  return measure(args, lab);
}

/** A process of its own: nothing of the runner is in its way, and it loads the sources as the command line does. */
function measure(/** @type {string[]} */ args, /** @type {boolean} */ lab) {
  const flags = ['--import', 'tsx', '--conditions=react-server'];
  const child = spawn(process.execPath, [...flags, path.join(root, 'e2e/bench/main.ts'), ...args], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', TOMO_BENCH_LAB: lab ? '1' : '' },
    stdio: 'inherit',
  });
  return new Promise((resolve) => {
    child.on('error', () => resolve(2));
    child.on('exit', (code) => resolve(code ?? 2));
  });
}
