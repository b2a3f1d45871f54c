import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLedger, type Ledger } from './ledger.mjs';

let lines: string[];

beforeEach(() => {
  lines = [];
  vi.spyOn(console, 'log').mockImplementation((text) => lines.push(...String(text).split('\n')));
  vi.spyOn(console, 'error').mockImplementation((text) => lines.push(...String(text).split('\n')));
});

afterEach(() => vi.restoreAllMocks());

const tests = (passed: number, failed: number, skipped: number) => async () => ({ passed, failed, skipped });

async function closing(fill: (ledger: Ledger) => unknown) {
  const ledger = createLedger();
  await fill(ledger);
  return { code: ledger.close(), last: lines.at(-1) };
}

it('adds up the tests of all parts in the last line and succeeds', async () => {
  const end = await closing(async (ledger) => {
    await ledger.part('unit', tests(400, 0, 2));
    await ledger.part('types', async () => true);
    await ledger.part('journeys', tests(12, 0, 1));
  });
  expect(end).toEqual({ code: 0, last: '412 passed, 0 failed, 3 skipped' });
});

it('fails when one test failed', async () => {
  const end = await closing((ledger) => ledger.part('unit', tests(400, 1, 0)));
  expect(end).toEqual({ code: 1, last: '400 passed, 1 failed, 0 skipped' });
});

it('fails when a part without tests failed or threw, and names it', async () => {
  const end = await closing(async (ledger) => {
    await ledger.part('unit', tests(1, 0, 0));
    await ledger.part('types', async () => false);
    await ledger.part('lab', async () => {
      throw new Error('no room left');
    });
  });
  expect(end).toEqual({ code: 1, last: '1 passed, 2 failed, 0 skipped' });
  expect(lines).toContain('Failed: types, lab');
  expect(lines).toContain('lab: no room left');
});

it('fails when no test ran, although nothing failed', async () => {
  const end = await closing(async (ledger) => {
    await ledger.part('types', async () => true);
    ledger.leaveOut('Journeys: no browser', 7);
  });
  expect(end).toEqual({ code: 1, last: '0 passed, 0 failed, 7 skipped' });
});

it('says in a box what this machine cannot run', async () => {
  await closing(async (ledger) => {
    await ledger.part('unit', tests(1, 0, 0));
    ledger.leaveOut('Journeys: no browser', 7);
  });
  expect(lines.some((line) => line.startsWith('║ Journeys: no browser (7 tests)'))).toBe(true);
});
