import { execFileSync } from 'node:child_process';
import type { APIRequestContext, Page } from '@playwright/test';
import type { Tomo } from './support/app';
import { accessibilityProblems, expect, test } from './support/browser';

const PASSWORD = 'vivid otter lantern 42';
const PROOF = 'p'.repeat(43);

test('the first administrator sets Tomo up, signs out and in again', async ({ tomo, page }) => {
  const link = await tomo.setupLink();
  await page.goto('/servers');
  await expect(page, 'every page leads to the setup').toHaveURL('/setup');
  // Pasted into a tab that shows the page already: nothing loads, the fragment alone changes.
  await page.goto(link);
  await expect(page.getByLabel('Setup token')).toHaveValue(link.split('token=')[1] ?? '');
  await expect(page, 'the token leaves the address at once').toHaveURL('/setup');
  await page.getByLabel('Username').fill('ada');
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await expect(page.getByText('Use at least 15 characters; this has 5.')).toBeVisible();
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await expect(page).toHaveURL('/');

  expect((await page.goto('/setup'))?.status(), 'afterwards there is no setup').toBe(404);
  await page.goto('/profile');
  await page.locator('summary', { hasText: 'Account of ada' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/login');
  expect(await accessibilityProblems(page)).toEqual([]);

  await page.goto('/profile/sessions');
  await signInAt(page, 'ADA', PASSWORD);
  await expect(page, 'sign-in leads back to where the person wanted to go').toHaveURL('/profile/sessions');
  const logged = tomo.output.replace(link, '');
  expect(logged).not.toContain(link.split('token=')[1]);
  expect(logged).not.toContain(PASSWORD);
});

test('the sign-in keeps what was typed, says one sentence for all, and never leaves the site', async ({
  tomo,
  page,
}) => {
  await setUp(tomo, page.request);
  await page.context().clearCookies();
  await page.goto('/login?next=https%3A%2F%2Fevil.example%2F');
  await signInAt(page, 'ada', 'not the password');
  const alert = page.getByText('Username or password is wrong, or this account may not sign in.');
  await expect(alert).toBeVisible();
  await expect(page.getByLabel('Username or e-mail')).toHaveValue('ada');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/');
});

test('G13 a session that was ended elsewhere is refused with its next request', async ({
  tomo,
  page,
  browser,
}) => {
  await setUp(tomo, page.request);
  await page.addInitScript((proof) => localStorage.setItem('tomo.origin-proof', proof), PROOF);
  const other = await browser.newContext({ baseURL: tomo.url });
  const elsewhere = await other.newPage();
  await elsewhere.goto('/login');
  await signInAt(elsewhere, 'ada', PASSWORD);
  await elsewhere.waitForURL('/');

  await page.goto('/profile/sessions');
  await expect(page.getByRole('row')).toHaveCount(3);
  await page.getByRole('button', { name: 'Sign out all others' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out all others' }).click();
  await expect(page.getByRole('row')).toHaveCount(2);
  await elsewhere.goto('/profile');
  await expect(elsewhere).toHaveURL('/login?next=%2Fprofile');
  await expect(elsewhere.getByText('You were signed out. Sign in again to go on.')).toBeVisible();

  await signInAt(elsewhere, 'ada', PASSWORD);
  await elsewhere.waitForURL('/profile');
  await page.goto('/profile/password');
  await page.getByLabel('Current password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('New password', { exact: true }).fill(`${PASSWORD} and more`);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Password changed')).toBeVisible();
  await page.goto('/profile');
  await expect(page, 'the person stays signed in here').toHaveURL('/profile');
  await elsewhere.goto('/profile');
  await expect(elsewhere.getByText('The password was changed.')).toBeVisible();
  await other.close();
});

test('a link from the command line lets the person choose a new password, once', async ({
  tomo,
  page,
  browser,
}) => {
  await setUp(tomo, page.request);
  const flags = ['--import', 'tsx', '--conditions=react-server', 'lib/cli/tomo.ts', 'reset-password', 'ada'];
  const { PATH = '', HOME = '' } = process.env;
  const env = {
    PATH,
    HOME,
    NODE_ENV: 'production' as const,
    TOMO_DATA_DIR: tomo.dataDir,
    TOMO_URL: tomo.url,
  };
  const printed = execFileSync(process.execPath, flags, { encoding: 'utf8', env });
  const link = /http\S+\/login#token=\S+/.exec(printed)?.[0] ?? '';
  const other = await browser.newContext({ baseURL: tomo.url });
  const elsewhere = await other.newPage();
  await elsewhere.goto(link);
  await expect(elsewhere.getByRole('heading', { level: 1 })).toHaveText('Choose a password');
  await expect(elsewhere).toHaveURL('/login');
  expect(await accessibilityProblems(elsewhere)).toEqual([]);
  await elsewhere.getByLabel('New password', { exact: true }).fill('ada');
  await elsewhere.getByRole('button', { name: 'Set password' }).click();
  await expect(elsewhere.getByText('Use at least 15 characters; this has 3.')).toBeVisible();
  await elsewhere.getByLabel('New password', { exact: true }).fill(`${PASSWORD} anew`);
  await elsewhere.getByRole('button', { name: 'Set password' }).click();
  await expect(elsewhere).toHaveURL('/');
  await page.goto('/profile');
  await expect(page, 'sessions from before are over').toHaveURL('/login?next=%2Fprofile');

  await page.goto(link);
  await page.getByLabel('New password', { exact: true }).fill(`${PASSWORD} again`);
  await page.getByRole('button', { name: 'Set password' }).click();
  await expect(page.getByText('This link is used, expired or incomplete.')).toBeVisible();
  await other.close();
});

test('G19 fifty setups at once make one administrator, none without the token, and then there is no setup', async ({
  tomo,
  request,
  playwright,
}) => {
  const token = (await tomo.setupLink()).split('token=')[1] ?? '';
  const without = await door(request, tomo, {
    purpose: 'setup',
    username: 'eve',
    password: PASSWORD,
    token: 'x',
  });
  expect(without.status()).toBe(410);
  const visitors = await Promise.all(
    Array.from({ length: 50 }, () => playwright.request.newContext({ baseURL: tomo.url })),
  );
  const answers = await Promise.all(
    visitors.map((visitor, index) =>
      door(visitor, tomo, { purpose: 'setup', username: `admin${index}`, password: PASSWORD, token }),
    ),
  );
  const statuses = answers.map((answer) => answer.status());
  expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  expect(statuses.filter((status) => ![200, 404, 410, 429].includes(status))).toEqual([]);
  const winner = statuses.indexOf(200);
  expect((await visitors[winner]?.get('/profile', { maxRedirects: 0 }))?.status()).toBe(200);
  expect((await request.get('/setup')).status()).toBe(404);
  const late = await door(request, tomo, { purpose: 'setup', username: 'late', password: PASSWORD, token });
  expect(late.status()).toBe(404);
  await Promise.all(visitors.map((visitor) => visitor.dispose()));
});

test('of the paths below /api/auth four answer, and none tells anything', async ({ tomo, request }) => {
  await setUp(tomo, request);
  const missing = [
    'providers',
    'signin',
    'signin/credentials',
    'signout',
    'callback/credentials',
    'callback/email',
    'callback',
    'error',
    'verify-request',
    '_log',
    'session/x',
    'csrf/x',
    '%2e%2e/session',
    'session?update=1',
    'csrf?callbackUrl=https://evil.example',
  ];
  for (const path of missing) {
    expect((await request.get(`/api/auth/${path}`, { maxRedirects: 0 })).status(), path).toBe(404);
  }
  const session = await (await request.get('/api/auth/session')).json();
  expect(Object.keys(session)).toEqual(['expires']);
  for (const path of ['session', 'signin/credentials', '_log', 'callback/email']) {
    const answer = await request.post(`/api/auth/${path}`, { form: {}, headers: { origin: tomo.url } });
    expect(answer.status(), path).toBe(404);
  }
  const foreign = await request.post('/api/auth/callback/credentials', {
    form: { username: 'ada', password: PASSWORD },
    headers: { origin: 'http://evil.example' },
  });
  expect(foreign.status()).toBe(403);
});

test('a cookie of a session without a row, of another key or of a bearer token opens nothing', async ({
  tomo,
  request,
  playwright,
}) => {
  await setUp(tomo, request);
  const { cookies } = await request.storageState();
  const value = cookies.find((cookie) => cookie.name === 'tomo.session')?.value ?? '';
  expect(value.length).toBeGreaterThan(100);
  await door(request, tomo, {}, 'signout');
  const tries: Record<string, string>[] = [
    { cookie: `tomo.session=${value}` },
    { cookie: `tomo.session=${value.slice(0, -2)}xx` },
    { cookie: 'tomo.session=nonsense' },
    { cookie: `tomo.session.0=${value}` },
    { authorization: `Bearer ${value}` },
  ];
  for (const headers of tries) {
    const visitor = await playwright.request.newContext({ baseURL: tomo.url, extraHTTPHeaders: headers });
    const answer = await visitor.get('/profile', { maxRedirects: 0 });
    expect([answer.status(), answer.headers().location]).toEqual([307, '/login?next=%2Fprofile']);
    await visitor.dispose();
  }
});

/** Signs in on the page that is open. */
async function signInAt(page: Page, name: string, password: string): Promise<void> {
  await page.getByLabel('Username or e-mail').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Makes ada the administrator and leaves `request` signed in. */
async function setUp(tomo: Tomo, request: APIRequestContext): Promise<void> {
  const token = (await tomo.setupLink()).split('token=')[1] ?? '';
  const answer = await door(request, tomo, { purpose: 'setup', username: 'ada', password: PASSWORD, token });
  expect(answer.status()).toBe(200);
}

async function door(
  request: APIRequestContext,
  tomo: Tomo,
  form: Record<string, string>,
  path = 'callback/credentials',
) {
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json();
  return request.post(`/api/auth/${path}`, {
    form: { ...form, csrfToken, originProof: PROOF },
    headers: { origin: tomo.url, 'tomo-origin-proof': PROOF },
  });
}
