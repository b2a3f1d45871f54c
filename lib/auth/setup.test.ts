import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { auditLog } from '@/db/audit/tables';
import { database } from '@/db/client';
import { oneTimeTokens, sessions, users } from '@/db/users/tables';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import { issueLink, issueSetupToken } from './issue-token';
import { setPasswordByLink } from './one-time-link';
import { verifyPassword } from './password-hash';
import { createUnattendedAdmin, isSetupOpen, setUp } from './setup';

const PASSWORD = 'vivid otter lantern 42';
const nowhere = { requestId: null, clientIp: '192.0.2.1', userAgent: 'test' };
const hour = 3_600_000;

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeEach(async () => {
  fresh = await freshDatabase();
});
afterEach(async () => {
  vi.useRealTimers();
  await fresh.close();
});

describe('G19 setting up', () => {
  it('by fifty people at once with the right token makes exactly one administrator', async () => {
    const token = await issueSetupToken();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) => setUp(input(token, `admin${index}`), nowhere)),
    );
    const kinds = outcomes.map((outcome) =>
      outcome.status === 'fulfilled' ? outcome.value.kind : 'rate_limited',
    );
    expect(kinds.filter((kind) => kind === 'signed_in')).toHaveLength(1);
    expect(await database().select({ role: users.role }).from(users)).toEqual([{ role: 'admin' }]);
    expect(await database().select({ userId: sessions.userId }).from(sessions)).toHaveLength(1);
    expect(await isSetupOpen()).toBe(false);
  }, 60_000);

  it('creates nobody without the token, with an old one, or after its day', async () => {
    const first = await issueSetupToken();
    const token = await issueSetupToken();
    expect((await setUp(input('', 'ada'), nowhere)).kind).toBe('token');
    expect((await setUp(input(first, 'ada'), nowhere)).kind).toBe('token');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 25 * hour });
    expect((await setUp(input(token, 'ada'), nowhere)).kind).toBe('token');
    expect(await database().select().from(users)).toEqual([]);
  });

  it('says what is wrong with each field, and the token can be used afterwards', async () => {
    const token = await issueSetupToken();
    const outcome = await setUp({ token, username: 'A!', email: 'nonsense', password: 'short' }, nowhere);
    expect(outcome).toMatchObject({
      kind: 'invalid',
      fields: { username: /3 to 32/, email: /e-mail/, password: /15/ },
    });
    expect((await setUp(input(token, 'ada'), nowhere)).kind).toBe('signed_in');
  });

  it('is gone once somebody is there, whatever the token says', async () => {
    const token = await issueSetupToken();
    await setUp(input(token, 'ada'), nowhere);
    expect((await setUp(input(await issueSetupToken(), 'eve'), nowhere)).kind).toBe('gone');
  });

  it('refuses to listen after ten wrong tokens in an hour, but not to the right one', async () => {
    const token = await issueSetupToken();
    for (let count = 0; count < 10; count++) await setUp(input('wrong', 'eve'), nowhere);
    await expect(setUp(input('wrong', 'eve'), nowhere)).rejects.toMatchObject({ code: 'rate_limited' });
    expect((await setUp(input(token, 'ada'), nowhere)).kind).toBe('signed_in');
  });

  it('keeps neither token nor password anywhere in the database', async () => {
    const token = await issueSetupToken();
    expect(JSON.stringify(await database().select().from(oneTimeTokens))).not.toContain(token);
    await setUp(input(token, 'ada'), nowhere);
    const all = [await database().select().from(users), await database().select().from(auditLog)];
    expect(JSON.stringify(all)).not.toContain(PASSWORD);
    expect(await database().select().from(oneTimeTokens)).toEqual([]);
    expect((await database().select().from(auditLog)).map((entry) => entry.action)).toEqual(['setup']);
  });
});

describe('the first administrator from the environment', () => {
  it('is created once, while nobody is there', async () => {
    expect(await createUnattendedAdmin({ username: 'Ada', password: PASSWORD })).toBe(true);
    expect(await createUnattendedAdmin({ username: 'eve', password: PASSWORD })).toBe(false);
    expect(await database().select({ username: users.username }).from(users)).toEqual([{ username: 'ada' }]);
  });

  it('must be good enough, and the reason repeats no password', async () => {
    await expect(createUnattendedAdmin({ username: 'a b', password: PASSWORD })).rejects.toThrow(
      /TOMO_ADMIN_USERNAME/,
    );
    const weak = createUnattendedAdmin({ username: 'ada', password: 'qwertyuiopasdfgh' });
    await expect(weak).rejects.toThrow(/^TOMO_ADMIN_PASSWORD: (?!.*qwerty)/);
  });
});

describe('a one-time link', () => {
  beforeEach(async () => {
    const row = { username: 'ada', passwordHash: '!', passwordChangedAt: '2026-01-01T00:00:00.000Z' };
    await write((tx) => tx.insert(users).values({ id: 'ada', ...row }));
  });
  const link = (kind: 'invite' | 'reset') =>
    write((tx) => issueLink(tx, { kind, userId: 'ada', createdBy: null }));

  it('sets the password, ends other sessions, signs in – once', async () => {
    const token = await link('invite');
    expect((await setPasswordByLink({ token, password: PASSWORD }, nowhere)).kind).toBe('signed_in');
    expect((await setPasswordByLink({ token, password: `${PASSWORD}!` }, nowhere)).kind).toBe('token');
    const again = await link('reset');
    expect((await setPasswordByLink({ token: again, password: `${PASSWORD}!` }, nowhere)).kind).toBe(
      'signed_in',
    );
    const rows = await database().select().from(sessions).orderBy(sessions.createdAt, sessions.id);
    expect(rows.map((row) => row.endedReason)).toEqual(['password_changed', null]);
    const [ada] = await database().select().from(users);
    expect(await verifyPassword(ada?.passwordHash ?? '', `${PASSWORD}!`)).toBe(true);
  });

  it('is used once, also when two people open it at the same time', async () => {
    const token = await link('reset');
    const outcomes = await Promise.all(
      [1, 2, 3].map(() => setPasswordByLink({ token, password: PASSWORD }, nowhere)),
    );
    expect(outcomes.map((outcome) => outcome.kind).sort()).toEqual(['signed_in', 'token', 'token']);
  });

  it('is not used up by a password that is refused', async () => {
    const token = await link('reset');
    expect((await setPasswordByLink({ token, password: 'ada' }, nowhere)).kind).toBe('invalid');
    expect((await setPasswordByLink({ token, password: PASSWORD }, nowhere)).kind).toBe('signed_in');
  });

  it('lives an hour as a reset and three days as an invitation, and the newest counts', async () => {
    const [old, reset, invite] = [await link('reset'), await link('reset'), await link('invite')];
    expect((await setPasswordByLink({ token: old, password: PASSWORD }, nowhere)).kind).toBe('token');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * hour });
    expect((await setPasswordByLink({ token: reset, password: PASSWORD }, nowhere)).kind).toBe('token');
    vi.setSystemTime(Date.now() + 69 * hour);
    expect((await setPasswordByLink({ token: invite, password: PASSWORD }, nowhere)).kind).toBe('signed_in');
  });

  it('opens nothing as a setup token, nor the other way round', async () => {
    const token = await link('reset');
    expect(
      (await setPasswordByLink({ token: await issueSetupToken(), password: PASSWORD }, nowhere)).kind,
    ).toBe('token');
    expect((await setUp(input(token, 'eve'), nowhere)).kind).toBe('gone');
  });
});

function input(token: string, username: string) {
  return { token, username, email: '', password: PASSWORD };
}
