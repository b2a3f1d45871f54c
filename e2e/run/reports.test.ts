import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { forget, playwrightCounts, reportFile, testsOf, vitestCounts } from './reports.mjs';

const name = `reports test ${process.pid}`;

function write(report: object) {
  mkdirSync(path.dirname(reportFile(name)), { recursive: true });
  writeFileSync(reportFile(name), JSON.stringify(report));
}

afterEach(() => rmSync(reportFile(name), { force: true }));

it('reads the counts of vitest', () => {
  write({ numPassedTests: 5, numFailedTests: 2, numPendingTests: 3, numTodoTests: 1 });
  expect(vitestCounts(name, false)).toEqual({ passed: 5, failed: 2, skipped: 4 });
});

it('reads the counts of Playwright, where a test that passed only sometimes failed', () => {
  write({ stats: { expected: 5, unexpected: 2, flaky: 1, skipped: 3 } });
  expect(playwrightCounts(name, false)).toEqual({ passed: 5, failed: 3, skipped: 3 });
});

it('counts a runner that failed without a failing test as one failure', () => {
  write({ numPassedTests: 5, numFailedTests: 0 });
  expect(vitestCounts(name, false)).toEqual({ passed: 5, failed: 1, skipped: 0 });
  forget(name);
  expect(vitestCounts(name, false)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(playwrightCounts(name, false)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

it('lists the tests of either runner that ran, with their times', () => {
  const assertionResults = [
    { fullName: 'values survive ×9', status: 'passed', duration: 1500 },
    { fullName: 'not asked for', status: 'skipped' },
  ];
  write({ testResults: [{ assertionResults }] });
  expect(testsOf(name)).toEqual([{ title: 'values survive ×9', status: 'passed', seconds: 1.5 }]);
  const spec = (title: string, ok: boolean, status: string) => ({
    title,
    ok,
    tests: [{ results: [{ status, duration: 2000 }] }],
  });
  write({
    suites: [
      {
        specs: [spec('root', true, 'passed')],
        suites: [{ specs: [spec('deploy', false, 'failed'), spec('off', true, 'skipped')] }],
      },
    ],
  });
  expect(testsOf(name).map(({ title, status }) => `${title} ${status}`)).toEqual([
    'root passed',
    'deploy failed',
    'off skipped',
  ]);
});
