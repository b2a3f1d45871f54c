import type { Page } from '@playwright/test';
import { execIn, resetTarget } from '../lab/lab.mjs';
import type { Api } from './api';
import { type Job, jobEnd, type Started } from './jobs';
import { accountOf, addressOf, addServerDirectly } from './servers';
import { expect } from './test';

type Install = Started & { installedAppId: string };

/** A fresh server of the lab, added and prepared past the pages. Returns its id. */
export async function freshPreparedServer(api: Api, name: string): Promise<string> {
  await resetTarget(name);
  const serverId = await addServerDirectly(api, { name, ...addressOf(name), ...accountOf('root') });
  const started = await api.post<Started>(`/api/v1/servers/${serverId}/preparations`);
  const job = await jobEnd(api, started.body.jobId, 200_000);
  expect(job.state, lastLines(job)).toMatchObject({ status: 'completed' });
  return serverId;
}

/** The id of an application of the catalogue. */
export async function starterId(api: Api, slug: string): Promise<string> {
  const { body } = await api.get<{ applications: { id: string; slug: string }[] }>('/api/v1/applications');
  return body.applications.find((one) => one.slug === slug)?.id ?? '';
}

/** Asks for a deployment; returns the app and its job, which runs. */
export async function startDeploying(api: Api, body: object): Promise<{ id: string; jobId: string }> {
  const answer = await api.post<Install>('/api/v1/apps', body);
  expect(answer.status, answer.text).toBe(202);
  return { id: answer.body.installedAppId, jobId: answer.body.jobId };
}

/** Deploys and insists that it succeeds. Returns the id of the app. */
export async function deploy(api: Api, body: object): Promise<string> {
  const { id, jobId } = await startDeploying(api, body);
  const job = await jobEnd(api, jobId);
  expect(job.state, lastLines(job)).toMatchObject({ status: 'completed' });
  return id;
}

/** Starts, stops, restarts, checks or removes an app and waits for the end, whatever it is. */
export async function act(api: Api, appId: string, what: string, body: object = {}): Promise<Job> {
  const { status, body: started, text } = await api.post<Started>(`/api/v1/apps/${appId}/${what}`, body);
  expect(status, text).toBe(202);
  return jobEnd(api, started.jobId);
}

/** The same, and it must succeed. */
export async function acted(api: Api, appId: string, what: string, body: object = {}): Promise<Job> {
  const job = await act(api, appId, what, body);
  expect(job.state, lastLines(job)).toMatchObject({ status: 'completed' });
  return job;
}

/** Waits until the page of a job is open and the job has ended, and insists that it succeeded. */
export async function jobSucceeded(page: Page): Promise<void> {
  await page.waitForURL(/\/activity\//, { timeout: 20_000 });
  await expect(page.locator('[data-wire="ended"]')).toBeVisible({ timeout: 120_000 });
  await expect(page.getByText('Succeeded', { exact: true }).first()).toBeVisible();
}

/** What a command on a server of the lab prints, as root. */
export async function printed(name: string, command: string): Promise<string> {
  return (await execIn(name, command)).stdout.trim();
}

/** The end of a job, for the message of a failure. */
export const lastLines = ({ lines }: Job) => JSON.stringify(lines.slice(-15).map(({ message }) => message));
