import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { type LabTarget, target } from '../lab/lab.mjs';
import type { Api } from './api';
import { type Job, jobEnd, type Started } from './jobs';

/** How Tomo signs in at a server. */
export type SignIn = {
  username: string;
  password?: string;
  privateKey?: string;
  passphrase?: string;
  sudoPassword?: string;
};
export type NewServer = SignIn & {
  name: string;
  host: string;
  port: number;
  tags?: string;
  notes?: string;
  jumpServerId?: string;
};

/** The sign-in of an account of the lab, by password where it has one. */
export function accountOf(name: keyof LabTarget['accounts']): SignIn {
  const { username, password, privateKeyPath } = target('debian13').accounts[name];
  if (password !== null) return { username, password };
  return { username, privateKey: readFileSync(privateKeyPath ?? '', 'utf8') };
}

/** Where a server of the lab answers. */
export function addressOf(targetName: string): { host: string; port: number } {
  const { host, port } = target(targetName);
  return { host, port };
}

/** Fills the form for a new server as a person would and sends it. */
export async function submitServer(page: Page, server: NewServer): Promise<void> {
  await page.goto('/servers/new');
  await page.getByLabel('Name', { exact: true }).fill(server.name);
  await page.getByLabel('Address').fill(server.host);
  await page.getByLabel('Port').fill(String(server.port));
  await page.getByLabel('Account', { exact: true }).fill(server.username);
  await fillSignIn(page, server);
  if (server.tags !== undefined || server.notes !== undefined) {
    await page.getByText('Jump host, tags and notes').click();
    await page.getByLabel('Tags').fill(server.tags ?? '');
    await page.getByLabel('Notes').fill(server.notes ?? '');
  }
  await page.getByRole('button', { name: 'Add server' }).click();
}

/** Fills the part of a form that says how Tomo signs in. */
export async function fillSignIn(page: Page, signIn: Omit<SignIn, 'username'>): Promise<void> {
  if (signIn.privateKey === undefined) {
    await page.getByRole('radio', { name: /^Password/ }).check();
    await page.getByLabel('Password', { exact: true }).fill(signIn.password ?? '');
  } else {
    await page.getByRole('radio', { name: /^Private key/ }).check();
    await page.getByRole('textbox', { name: 'Private key' }).fill(signIn.privateKey);
    await page.getByLabel(/^Passphrase/).fill(signIn.passphrase ?? '');
  }
  await page.getByLabel(/^Password for sudo/).fill(signIn.sudoPassword ?? '');
}

/** Adds a server through the form and waits until its page shows what came of the first look. Returns its id. */
export async function addServer(page: Page, server: NewServer): Promise<string> {
  await submitServer(page, server);
  await page.waitForURL(/\/servers\/[0-9a-f-]{36}$/);
  await checkShown(page);
  return page.url().split('/').at(-1) ?? '';
}

/** Waits until the panel shows a check that has ended. */
export async function checkShown(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: 'Check again' })).toBeVisible({ timeout: 30_000 });
}

/** Trusts the first key that the server showed, without comparing, and waits for the rest of the check. */
export async function trustOnFirstUse(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Trust on first use' }).click();
  await expect(page.getByText('No credential has been sent.').first()).toBeHidden({ timeout: 30_000 });
}

/** The last check of a server, with its lines. */
export async function lastCheck(api: Api, serverId: string): Promise<Job> {
  const list = await api.get<{ jobs: { id: string }[] }>(`/api/v1/jobs?kind=server.check&server=${serverId}`);
  return jobEnd(api, list.body.jobs[0]?.id ?? '');
}

/** Adds a server past the pages, trusts the key it shows and checks it. Returns its id. */
export async function addServerDirectly(api: Api, server: NewServer): Promise<string> {
  const { port, privateKey, password, ...rest } = server;
  const authType = privateKey === undefined ? 'password' : 'key';
  const input = { ...rest, port: String(port), authType, password, privateKey };
  const made = await api.act<{ serverId: string }>('createServerAction', input);
  const serverId = made.data?.serverId;
  expect(serverId, JSON.stringify(made)).toBeDefined();
  await checkDirectly(api, serverId ?? '');
  const { body } = await api.get<{ offeredKeys: { fingerprint: string }[] }>(`/api/v1/servers/${serverId}`);
  const trusted = await api.act('trustHostKeyAction', {
    serverId,
    fingerprint: body.offeredKeys[0]?.fingerprint,
    trust: 'first_use',
  });
  expect(trusted, JSON.stringify(trusted)).toMatchObject({ ok: true });
  const check = await checkDirectly(api, serverId ?? '');
  expect(check.state, JSON.stringify(check.state)).toMatchObject({ status: 'completed' });
  return serverId ?? '';
}

/** Checks a server past the pages and waits for the end. */
export async function checkDirectly(api: Api, serverId: string): Promise<Job> {
  const started = await api.post<Started>(`/api/v1/servers/${serverId}/checks`);
  expect(started.status, started.text).toBe(202);
  return jobEnd(api, started.body.jobId, 60_000);
}
