import { request } from '@playwright/test';
import { actionBody, actionPlace, actionResult } from './journeys/action';
import { stored } from './journeys/stored';
import { expect, test } from './journeys/test';

/**
 * Cookies do not know ports. An app on another port of Tomo's host is sent the session's cookie by every browser that visits
 * both, and its operator could use it from a program that forges every header it knows.
 */
test.describe('the cookie of a session in the hands of an app on another port', { tag: '@people' }, () => {
  const guesses: [string, Record<string, string>][] = [
    ['without proof', {}],
    ['with a proof of its own', { 'tomo-origin-proof': 'A'.repeat(43) }],
    ['with an empty proof', { 'tomo-origin-proof': '' }],
  ];

  for (const [how, headers] of guesses) {
    test(`changes nothing ${how}`, async ({ tomo, admin }) => {
      const thief = await request.newContext({
        baseURL: tomo.url,
        storageState: await admin.context.storageState(),
        extraHTTPHeaders: { origin: tomo.url, 'sec-fetch-site': 'same-origin', ...headers },
        maxRedirects: 0,
      });
      const before = await stored(tomo, EVERYTHING);

      const route = await thief.post('/api/v1/audit/verifications', { data: {} });
      expect(route.status()).toBe(403);
      expect((await route.json()).reason).toBe('origin_proof');

      const { id, page } = actionPlace('updateProfileAction');
      const action = await thief.post(page, {
        data: Buffer.from(actionBody({ displayName: 'taken over', email: '' })),
        headers: {
          accept: 'text/x-component',
          'content-type': 'text/plain;charset=UTF-8',
          'next-action': id,
        },
      });
      expect(actionResult(action.status(), await action.text()).error?.reason).toBe('origin_proof');

      const { csrfToken } = await (await thief.get('/api/auth/csrf')).json();
      const signOut = await thief.post('/api/auth/signout', { form: { csrfToken } });
      expect(signOut.status()).toBe(403);

      expect(await stored(tomo, EVERYTHING)).toEqual(before);
      await thief.dispose();
    });
  }

  test('is never answered with the proof, wherever it looks', async ({ tomo, admin }) => {
    const pages = [
      '/',
      '/profile',
      '/profile/sessions',
      '/servers',
      '/audit',
      '/api/auth/session',
      '/api/v1/jobs',
    ];
    for (const page of pages) expect((await admin.get(page)).text, page).not.toContain(admin.originProof);
    const rows = JSON.stringify(await stored(tomo, 'SELECT * FROM sessions'));
    expect(rows).not.toContain(admin.originProof);
  });
});

test('a browser that lost its proof reads, says so, and signs in again to change things', {
  tag: '@people',
}, async ({ tomo, browser }) => {
  const context = await browser.newContext({ baseURL: tomo.url });
  const page = await context.newPage();
  const signIn = async () => {
    await page.getByLabel('Username or e-mail').fill('ada');
    await page.getByLabel('Password', { exact: true }).fill('vivid otter lantern 42');
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  await page.goto('/login');
  await signIn();
  await page.waitForURL('/');
  const lost = page.getByText('This browser can read, but no longer change anything');
  await page.goto('/profile');
  await expect(page.getByLabel(/^Name/)).toBeEditable();
  await expect(lost).toBeHidden();

  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await expect(lost).toBeVisible();
  await page.getByLabel(/^Name/).fill('Ada L.');
  await page.getByRole('button', { name: /^Save/ }).click();
  await expect(page.getByText('This change does not come from where you signed in.')).toBeVisible();
  await expect(page.getByLabel(/^Name/), 'nothing typed is lost').toHaveValue('Ada L.');

  await page.getByRole('link', { name: 'Sign in again' }).click();
  await page.getByRole('button', { name: 'Leave page' }).click();
  await signIn();
  await page.waitForURL('/profile');
  await expect(lost).toBeHidden();
  await page.getByLabel(/^Name/).fill('Ada L.');
  await page.getByRole('button', { name: /^Save/ }).click();
  await expect.poll(() => stored(tomo, NAME_OF_ADA)).toEqual([{ display_name: 'Ada L.' }]);
  await context.close();
});

const NAME_OF_ADA = "SELECT display_name FROM users WHERE username = 'ada'";
const EVERYTHING = `
  SELECT (SELECT count(*) FROM audit_log) AS audit, (SELECT count(*) FROM jobs) AS jobs,
         (SELECT count(*) FROM sessions WHERE ended_at IS NULL) AS sessions,
         (SELECT group_concat(display_name) FROM users) AS names`;
