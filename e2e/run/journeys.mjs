/**
 * Journeys in the browser. A journey names the lab servers it uses as tags (`{ tag: '@debian13' }`); the runner brings up
 * those and runs the rest without a lab.
 */
import { targetNames } from '../lab/lab.mjs';
import { command, tool } from './command.mjs';
import { lanesOf } from './lanes.mjs';
import { chromium } from './paths.mjs';
import { isInstalled, mayInstall } from './programs.mjs';
import { forget, playwrightCounts } from './reports.mjs';

/** @typedef {import('./ledger.mjs').Ledger} Ledger */
/** @typedef {{ title: string, file: string, servers: string[] }} Journey */

/**
 * The journeys that `args` select, with the servers they need.
 * @param {string[]} args of the test runner: files, `--grep`
 * @param {Record<string, string>} [env]
 * @returns {Promise<Journey[]>}
 */
export async function listJourneys(args, env) {
  const list = ['test', '--list', '--reporter=json', ...args];
  const { output, ok } = await tool('journeys-list', 'playwright', list, { show: 'never', env });
  if (!ok && !output.includes('No tests found')) throw new Error(`the journeys cannot be listed:\n${output}`);
  const start = output.indexOf('{');
  return start < 0 ? [] : specsOf(JSON.parse(output.slice(start)).suites);
}

/** @param {any[]} suites @returns {Journey[]} */
function specsOf(suites = []) {
  return suites.flatMap(({ specs = [], suites: inner }) => [
    ...specs.map((/** @type {{ title: string, file: string, tags: string[] }} */ { title, file, tags }) => ({
      title,
      file,
      servers: targetNames.filter((name) => tags.some((tag) => tag.replace(/^@/, '') === name)),
    })),
    ...specsOf(inner),
  ]);
}

/** The servers that the journeys use. @param {Journey[]} journeys */
export const serversOf = (journeys) => [...new Set(journeys.flatMap(({ servers }) => servers))];

/**
 * Starts servers of the lab.
 * @param {Ledger} ledger
 * @param {string[]} servers
 * @returns {Promise<boolean>} whether the lab is there; false as well when this machine cannot have one
 */
export async function bringUpLab(ledger, servers) {
  if (servers.length === 0) return false;
  const start = () => command('lab', process.execPath, ['e2e/lab/cli.mjs', 'up', ...servers]);
  if (mayInstall) return ledger.part(`lab: ${servers.join(' ')}`, async () => (await start()).ok);
  const began = performance.now();
  const { ok } = await start();
  console.log(
    `lab ${ok ? 'is up' : 'is not to be had here'} (${((performance.now() - began) / 1000).toFixed(1)} s)`,
  );
  return ok;
}

/**
 * @param {Ledger} ledger
 * @param {Journey[]} journeys
 * @param {{ args: string[], built: boolean, lab: boolean, env?: Record<string, string>, minutes?: number }} options
 */
export async function runJourneys(ledger, journeys, { args, built, lab, env, minutes }) {
  const inLab = journeys.filter(({ servers }) => servers.length > 0).length;
  if (!built) return ledger.leaveOut('Journeys: the app could not be built', journeys.length);
  if (!isInstalled(chromium))
    return ledger.leaveOut(`Journeys: there is no browser at ${chromium}`, journeys.length);
  if (!lab && inLab > 0) ledger.leaveOut('Journeys on real servers: the lab could not be started', inLab);
  if (journeys.length - (lab ? 0 : inLab) === 0) return;
  const selection = [...args, ...(lab ? [] : withoutLab)];
  // A selection is run as it was asked for; everything goes faster in two lanes.
  const lanes = args.length > 0 ? [[]] : lanesOf(lab ? journeys : journeys.filter(onNoServer));
  // The test runner takes names of files as patterns anywhere in a path.
  const patterns = lanes.map((files) => files.map((file) => `e2e/${file.replaceAll('.', '\\.')}$`));
  await Promise.all(
    patterns.map((files, index) =>
      runLane(ledger, [...files, ...selection], index, patterns.length, { env, minutes }),
    ),
  );
}

const withoutLab = ['--grep-invert', targetNames.map((name) => `@${name}\\b`).join('|')];
const onNoServer = (/** @type {Journey} */ { servers }) => servers.length === 0;

/**
 * @param {Ledger} ledger
 * @param {string[]} selection
 * @param {number} index
 * @param {number} count
 * @param {{ env?: Record<string, string>, minutes?: number }} options
 */
async function runLane(ledger, selection, index, count, { env, minutes = 65 }) {
  const name = count > 1 ? `journeys ${index + 1}` : 'journeys';
  forget(name);
  await ledger.part(name, async () => {
    const { ok } = await tool(name, 'playwright', ['test', ...selection], {
      show: 'always',
      minutes,
      env: { ...env, TOMO_E2E_REPORT: name.replaceAll(' ', '-') },
    });
    return playwrightCounts(name, ok);
  });
}
