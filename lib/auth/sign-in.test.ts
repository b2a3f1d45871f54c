import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { auditLog } from '@/db/audit/tables';
import { database } from '@/db/client';
import { findSessionByToken, findUser } from '@/db/users/queries';
import { sessions, users } from '@/db/users/tables';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import { hashToken } from '@/lib/crypto/token';
import { singleton } from '@/lib/runtime/singleton';
import { deviceCookie } from './device';
import { endSessions } from './open-session';
import { hashPassword } from './password-hash';
import { idleMs } from './session-limits';
import { sessionState } from './session-state';
import { type SignInOutcome, signIn } from './sign-in';
import { signOut } from './sign-out';
import { admitAttempt } from './throttle';

const PASSWORD = 'vivid otter lantern 42';
const minute = 60_000;

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let hash: string | undefined;

beforeEach(async () => {
  fresh = await freshDatabase();
  hash ??= await hashPassword(PASSWORD);
  await person('ada');
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-05-01T12:00:00Z') });
});
afterEach(async () => {
  vi.useRealTimers();
  await fresh.close();
});

describe('signing in', () => {
  it('works with name or address, in any case, and makes a session that the row decides', async () => {
    await write((tx) => tx.update(users).set({ email: 'ada@example.org' }));
    const outcomes = [await guess('Ada', PASSWORD), await guess('ADA@example.org', PASSWORD)];
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['signed_in', 'signed_in']);
    expect(await state(outcomes[0])).toBe('active');
    expect(await actions()).toEqual(['login', 'login']);
  });

  it('answers unknown, wrong, disabled, deleted, invited and held alike', async () => {
    await person('grace', { isActive: false });
    await person('edsger', { deletedAt: '2026-01-01T00:00:00.000Z' });
    await person('barbara', { passwordHash: '!' });
    await person('alan');
    await hold('alan');
    const outcomes = [
      await guess('nobody', PASSWORD),
      await guess('ada', 'wrong password'),
      await guess('grace', PASSWORD),
      await guess('edsger', PASSWORD),
      await guess('barbara', '!'),
      await guess('alan', PASSWORD),
    ];
    expect(outcomes).toEqual(Array.from({ length: 6 }, () => ({ kind: 'refused' })));
    expect(await database().select().from(sessions)).toEqual([]);
  });

  it('ends the oldest session when there are more than ten', async () => {
    const outcomes: SignInOutcome[] = [];
    for (let count = 0; count < 12; count++) {
      vi.setSystemTime(Date.now() + 1000);
      outcomes.push(await guess('ada', PASSWORD));
    }
    const states = await Promise.all(outcomes.map(state));
    expect(states).toEqual(['ended', 'ended', ...Array.from({ length: 10 }, () => 'active')]);
  });

  it('replaces a hash of older cost while the password is known', async () => {
    const old =
      '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$Jd3CR5kQGT3DgXrLwVl6L9dhhbUPHNW8pPVQHlA2k1M';
    await person('linus', { passwordHash: old });
    expect((await guess('linus', 'x')).kind).toBe('refused');
    expect((await findUser(database(), 'linus'))?.passwordHash).toBe(old);
  });
});

describe('G13 access that is taken away', () => {
  it.each([
    ['the password changes', (tx: never) => endSessions(tx, 'ada', 'password_changed')],
    ['somebody signs all sessions out', (tx: never) => endSessions(tx, 'ada', 'revoked', { endedBy: null })],
    ['the person is disabled', (tx: { update: typeof Object }) => disable(tx as never)],
  ])('is gone at once for every session when %s', async (_name, act) => {
    const outcomes: SignInOutcome[] = [];
    for (let count = 0; count < 5; count++) outcomes.push(await guess('ada', PASSWORD));
    await write((tx) => act(tx as never) as Promise<unknown>);
    const states = await Promise.all(outcomes.map(state));
    expect(states.filter((each) => each === 'active')).toEqual([]);
  });

  it('takes the open live views of the person with it, and of nobody else', async () => {
    const streams = singleton('streams', () => new Set<{ userId: string; close(): void }>());
    const closed: string[] = [];
    for (const userId of ['ada', 'grace', 'ada']) streams.add({ userId, close: () => closed.push(userId) });
    await write((tx) => endSessions(tx, 'ada', 'revoked'));
    expect(closed).toEqual(['ada', 'ada']);
  });

  it('stays with the session in which the person acts', async () => {
    const [mine, other] = [await guess('ada', PASSWORD), await guess('ada', PASSWORD)];
    const keep = mine.kind === 'signed_in' ? mine.session.sessionId : '';
    await write((tx) => endSessions(tx, 'ada', 'password_changed', { keep }));
    expect([await state(mine), await state(other)]).toEqual(['active', 'ended']);
  });

  it('is gone after signing out, and signing out twice is one entry', async () => {
    const outcome = await guess('ada', PASSWORD);
    const sid = outcome.kind === 'signed_in' ? outcome.session.sid : '';
    await signOut(sid, nowhere);
    await signOut(sid, nowhere);
    expect(await state(outcome)).toBe('ended');
    expect(await actions()).toEqual(['login', 'logout']);
  });
});

describe('G14 guessing', () => {
  it('gets ten tries per quarter of an hour at one account, from a thousand addresses', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        guess('ada', `guess ${index}`, { clientIp: `203.0.113.${index}` }),
      ),
    );
    expect(outcomes.filter((outcome) => outcome.kind === 'refused')).toHaveLength(10);
    expect(outcomes.filter((outcome) => outcome.kind === 'throttled')).toHaveLength(50);
  });

  it('does not keep the owner out, who comes with a known browser', async () => {
    await guesses('ada', 12);
    const known = deviceCookie('ada', Date.now());
    expect((await guess('ada', PASSWORD, { deviceCookie: known })).kind).toBe('signed_in');
    expect((await guess('ada', PASSWORD, { deviceCookie: deviceCookie('grace', Date.now()) })).kind).toBe(
      'throttled',
    );
  });

  it('shares one budget between name and address of a person', async () => {
    await write((tx) => tx.update(users).set({ email: 'ada@example.org' }));
    await guesses('ada', 10);
    expect((await guess('ada@example.org', 'wrong')).kind).toBe('throttled');
  });

  it('is told how long to wait, also for a name that nobody has', async () => {
    await guesses('nobody', 10, false);
    vi.setSystemTime(Date.now() + 5 * minute);
    expect(await guess('nobody', 'wrong')).toEqual({ kind: 'throttled', retryAfterSeconds: 600 });
  });

  it('cannot fill the ledger: hundreds of refusals are a few entries', async () => {
    await guesses('ada', 10);
    for (let count = 0; count < 300; count++)
      await guess('ada', 'wrong', { clientIp: `203.0.113.${count % 250}` });
    expect((await actions()).length).toBeLessThanOrEqual(30);
  });
});

const nowhere = { requestId: null, clientIp: '192.0.2.1', userAgent: 'test' };

function guess(name: string, password: string, options: { clientIp?: string; deviceCookie?: string } = {}) {
  const facts = { ...nowhere, clientIp: options.clientIp ?? nowhere.clientIp };
  return signIn({ name, password, remember: false, deviceCookie: options.deviceCookie }, facts);
}

async function person(name: string, change: Partial<typeof users.$inferInsert> = {}): Promise<void> {
  const row = {
    id: name,
    username: name,
    passwordHash: hash ?? '!',
    passwordChangedAt: '2026-01-01T00:00:00.000Z',
  };
  await write((tx) => tx.insert(users).values({ ...row, ...change }));
}

async function disable(tx: Parameters<Parameters<typeof write>[0]>[0]) {
  await tx.update(users).set({ isActive: false });
}

/** Failing attempts that cost no hashing: only their counting. */
async function guesses(account: string, count: number, isKnownAccount = true): Promise<void> {
  const attempt = { account, isKnownAccount, clientIp: '198.51.100.1', deviceId: undefined };
  for (let each = 0; each < count; each++) await write((tx) => admitAttempt(tx, attempt, Date.now()));
}

/** A hundred failures in a row, ten per window. */
async function hold(name: string): Promise<void> {
  for (let round = 0; round < 10; round++) {
    vi.setSystemTime(Date.now() + 16 * minute);
    await guesses(name, 10);
  }
  vi.setSystemTime(Date.now() + 16 * minute);
}

async function state(outcome: SignInOutcome | undefined) {
  const sid = outcome?.kind === 'signed_in' ? outcome.session.sid : '';
  const session = await findSessionByToken(database(), hashToken(sid));
  return session && sessionState(session, Date.now(), idleMs());
}

async function actions(): Promise<string[]> {
  const rows = await database().select({ action: auditLog.action }).from(auditLog).orderBy(auditLog.seq);
  return rows.map((entry) => entry.action);
}
