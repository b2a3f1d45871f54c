/**
 * The counts in the JSON reports of the two test runners.
 */
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { results } from './paths.mjs';

/** @typedef {import('./ledger.mjs').Counts} Counts */

/** @param {string} name */
export const reportFile = (name) => path.join(results, `${name.replaceAll(' ', '-')}.json`);

/** Makes sure that a report read afterwards is of this run. @param {string} name */
export function forget(name) {
  rmSync(reportFile(name), { force: true });
}

/**
 * @param {string} name
 * @param {boolean} ok whether the runner ended well
 * @returns {Counts}
 */
export function vitestCounts(name, ok) {
  const report = read(name);
  const counts = {
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 0,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  };
  return { ...counts, failed: failures(counts.failed, ok) };
}

/**
 * @param {string} name
 * @param {boolean} ok
 * @returns {Counts}
 */
export function playwrightCounts(name, ok) {
  const stats = read(name)?.stats;
  const failed = (stats?.unexpected ?? 0) + (stats?.flaky ?? 0);
  return { passed: stats?.expected ?? 0, failed: failures(failed, ok), skipped: stats?.skipped ?? 0 };
}

/** A runner that fails without a failing test (a file that does not load, a crash) still failed. */
const failures = (/** @type {number} */ failed, /** @type {boolean} */ ok) => (ok || failed > 0 ? failed : 1);

/** @param {string} name */
function read(name) {
  try {
    return JSON.parse(readFileSync(reportFile(name), 'utf8'));
  } catch {
    return undefined;
  }
}

/** @typedef {{ title: string, status: string, seconds: number }} Test */

/**
 * Every test of a report that ran, of either test runner.
 * @param {string} name
 * @returns {Test[]}
 */
export function testsOf(name) {
  const report = read(name);
  const units = (report?.testResults ?? []).flatMap((/** @type {any} */ file) => file.assertionResults);
  return [
    ...units
      .filter((/** @type {any} */ { status }) => status === 'passed' || status === 'failed')
      .map((/** @type {any} */ { fullName, status, duration }) => ({
        title: fullName,
        status,
        seconds: (duration ?? 0) / 1000,
      })),
    ...journeysOf(report?.suites ?? []),
  ];
}

/** @param {any[]} suites @returns {Test[]} */
function journeysOf(suites) {
  return suites.flatMap(({ specs = [], suites: inner = [] }) => [
    ...specs.flatMap((/** @type {any} */ { title, ok, tests }) => {
      const results = tests.flatMap((/** @type {any} */ test) => test.results);
      const seconds = results.reduce(
        (/** @type {number} */ sum, /** @type {any} */ { duration }) => sum + duration / 1000,
        0,
      );
      const skipped = results.every((/** @type {any} */ { status }) => status === 'skipped');
      return [{ title, status: skipped ? 'skipped' : ok ? 'passed' : 'failed', seconds }];
    }),
    ...journeysOf(inner),
  ]);
}
