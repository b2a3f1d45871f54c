import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { database } from '@/db/client';
import { loginThrottles } from '@/db/users/tables';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import { deviceCookie, knownDevice } from './device';
import { type Attempt, admitAttempt, forgiveAttempt, releaseAccount } from './throttle';

const minute = 60_000;
let now = Date.parse('2026-05-01T12:00:00Z');
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeEach(async () => {
  fresh = await freshDatabase();
});
afterEach(() => fresh.close());

/** One failing attempt: admitted, held or the seconds to wait. */
async function attempt(change: Partial<Attempt> = {}): Promise<'admitted' | 'held' | number> {
  const admission = await write((tx) => admitAttempt(tx, { ...ada, ...change }, now));
  if (!admission.admitted) return admission.retryAfterSeconds;
  return admission.held ? 'held' : 'admitted';
}

const ada: Attempt = { account: 'ada', isKnownAccount: true, clientIp: '192.0.2.1', deviceId: undefined };

async function times(count: number, change: (index: number) => Partial<Attempt> = () => ({})) {
  const answers = [];
  for (let index = 0; index < count; index++) answers.push(await attempt(change(index)));
  return answers;
}

/** A hundred failures in a row, ten per window, from ten networks. */
async function hold(change: Partial<Attempt> = {}): Promise<void> {
  for (let round = 0; round < 10; round++) {
    now += 16 * minute;
    await times(10, () => ({ clientIp: `198.51.100.${round}`, ...change }));
  }
  now += 16 * minute;
}

describe('G14 attempts at one account', () => {
  it('are ten per quarter of an hour, from a thousand addresses', async () => {
    const answers = await times(1000, (index) => ({ clientIp: `10.0.${index >> 8}.${index & 255}` }));
    expect(answers.filter((answer) => answer === 'admitted')).toHaveLength(10);
    expect(answers.at(-1)).toBe(900);
  }, 60_000);

  it('are ten also when all arrive at once', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => attempt()));
    expect(answers.filter((answer) => answer === 'admitted')).toHaveLength(10);
  });

  it('leave a known browser its own ten, and other accounts theirs', async () => {
    await times(20);
    expect(await times(12, () => ({ deviceId: 'laptop' }))).toEqual([
      ...Array.from({ length: 10 }, () => 'admitted'),
      900,
      900,
    ]);
    expect(await attempt({ account: 'grace', clientIp: '192.0.2.7' })).toBe('admitted');
  });

  it('never run out for the owner who knows the password', async () => {
    await times(20);
    for (let count = 0; count < 20; count++) {
      expect(await attempt({ deviceId: 'laptop' })).toBe('admitted');
      await write((tx) => forgiveAttempt(tx, { ...ada, deviceId: 'laptop' }));
    }
  });

  it('are the same for a name that nobody has, except that it is never held', async () => {
    const nobody = { account: 'nobody', isKnownAccount: false };
    expect((await times(11, () => nobody)).at(-1)).toBe(900);
    await hold(nobody);
    expect(await attempt(nobody)).toBe('admitted');
  });

  it('are all refused after a hundred failures, until a known browser signs in', async () => {
    await hold();
    expect(await attempt()).toBe('held');
    now += 30 * 24 * 60 * minute;
    expect(await attempt()).toBe('held');
    expect(await attempt({ deviceId: 'laptop' })).toBe('admitted');
    await write((tx) => forgiveAttempt(tx, { ...ada, deviceId: 'laptop' }));
    expect(await attempt()).toBe('admitted');
  });

  it('are free again when somebody releases the account', async () => {
    await hold();
    expect(await write((tx) => releaseAccount(tx, 'ada'))).toBe(true);
    expect(await attempt()).toBe('admitted');
    expect(await write((tx) => releaseAccount(tx, 'grace'))).toBe(false);
  });
});

describe('attempts from one address', () => {
  it('are thirty per window at any names, then slower; one IPv6 household is one address', async () => {
    const answers = await times(40, (index) => ({
      account: `name${index}`,
      clientIp: `2001:db8:1:2::${index.toString(16)}`,
    }));
    expect(answers.filter((answer) => answer === 'admitted')).toHaveLength(30);
    expect(await attempt({ account: 'grace', clientIp: '2001:db8:1:3::1' })).toBe('admitted');
  });

  it('do not slow down a known browser behind the same address', async () => {
    await times(40, (index) => ({ account: `name${index}` }));
    expect(await attempt({ deviceId: 'laptop' })).toBe('admitted');
  });
});

describe('what is stored', () => {
  it('names accounts and networks, never what was typed for nobody', async () => {
    await attempt();
    await attempt({ account: 'my-password-by-mistake', isKnownAccount: false });
    const rows = await database().select().from(loginThrottles);
    expect(rows.map((row) => row.label).sort()).toEqual(['192.0.2.1', 'ada', null].sort());
    expect(JSON.stringify(rows)).not.toContain('my-password');
  });
});

describe('a known browser', () => {
  it('is known to its own account for half a year, and only by a cookie that was made here', () => {
    const cookie = deviceCookie('ada', now);
    expect(knownDevice(cookie, 'ada', now)).toHaveLength(22);
    expect(knownDevice(cookie, 'ada', now + 179 * 24 * 60 * minute)).toBeDefined();
    expect(knownDevice(cookie, 'ada', now + 181 * 24 * 60 * minute)).toBeUndefined();
    expect(knownDevice(cookie, 'grace', now)).toBeUndefined();
    for (const forged of [`${cookie.slice(0, -1)}x`, `x${cookie.slice(1)}`, 'a.b.c', '..', '', undefined]) {
      expect(knownDevice(forged, 'ada', now)).toBeUndefined();
    }
  });
});
