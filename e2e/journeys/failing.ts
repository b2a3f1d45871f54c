import { expect, type Page } from '@playwright/test';
import type { Tomo } from '../support/app';
import { countTo, type Job, storedLines } from './jobs';

/** Presses Retry on the page of a job, once: a page that is not ready yet must remember it. Returns the id of the new job. */
export async function retryOn(page: Page): Promise<string> {
  const before = page.url();
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(page).not.toHaveURL(before, { timeout: 30_000 });
  return idIn(page.url());
}

/** The page of a job that failed tells what happened, what to do and where it ended, and offers a way on to who may act. */
export async function expectToldOn(page: Page, { state }: Job, step: string): Promise<void> {
  await expect(page.getByText(state.errorMessage ?? '', { exact: true }).first()).toBeVisible({
    timeout: 20_000,
  });
  await expect(page.getByText(state.hint ?? '', { exact: true }).first()).toBeVisible();
  await expect(page.getByText(`Failed at "${step}"`)).toBeVisible();
}

/** Every line of a preparation once: its numbers have no gap, and no output of apt stands there twice. */
export async function expectNothingLostOrTwice(tomo: Tomo, jobId: string): Promise<void> {
  const lines = await storedLines(tomo, jobId);
  expect(lines.map(({ seq }) => seq)).toEqual(countTo(lines.length));
  const set = lines
    .map(({ message }) => message)
    .filter((message) => /^(Unpacking|Setting up) /.test(message));
  expect(set.length).toBeGreaterThan(5);
  expect([...set].sort()).toEqual([...new Set(set)].sort());
  expect(set.filter((line) => line.startsWith('Setting up docker.io ('))).toHaveLength(1);
}

/** The last part of an address: the id of what its page shows. */
export const idIn = (address: string) => address.split('/').at(-1) ?? '';
