import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditLog } from '@/db/audit/tables';
import { database } from '@/db/client';
import { findSession } from '@/db/users/queries';
import { users } from '@/db/users/tables';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import type { Actor } from './actor';
import { openSession } from './open-session';
import { hashPassword } from './password-hash';
import { confirmPassword, requireRecentPassword } from './reauth';
import { isActorCurrent } from './session-check';

const PASSWORD = 'vivid otter lantern 42';
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const nowhere = { requestId: null, clientIp: null, userAgent: null };

describe('an act that a walked-away screen must not allow', () => {
  it.each([
    ['passes right after the password was entered', 0, true],
    ['passes nine minutes later', 9, true],
    ['asks after ten', 10, false],
    ['asks when the clock says that it will be entered', -5, false],
  ])('%s', (_name, minutes, passes) => {
    const act = () => requireRecentPassword(actorWith({ authAt: ago(minutes) }));
    if (passes) expect(act).not.toThrow();
    else expect(act).toThrow(expect.objectContaining({ code: 'reauth_required' }));
  });
});

describe('entering the password again', () => {
  let fresh: Awaited<ReturnType<typeof freshDatabase>>;
  let actor: Actor;
  beforeEach(async () => {
    fresh = await freshDatabase();
    const passwordHash = await hashPassword(PASSWORD);
    const row = {
      id: 'ada',
      username: 'ada',
      passwordHash,
      passwordChangedAt: ago(1000),
      role: 'admin' as const,
    };
    await write((tx) => tx.insert(users).values(row));
    const session = await write((tx) => openSession(tx, row, nowhere, false));
    actor = actorWith({ sessionId: session?.sessionId ?? '', authAt: ago(60) });
  });
  afterEach(() => fresh.close());

  it('counts from then on, for this session', async () => {
    await confirmPassword(actor, PASSWORD);
    expect(() => requireRecentPassword(actor)).not.toThrow();
    const session = await findSession(database(), actor.sessionId);
    expect(Date.now() - Date.parse(session?.authAt ?? '')).toBeLessThan(60_000);
  });

  it('is refused when it is wrong, recorded, and throttled after ten', async () => {
    for (let count = 0; count < 10; count++) {
      await expect(confirmPassword(actor, 'wrong')).rejects.toMatchObject({ code: 'reauth_required' });
    }
    await expect(confirmPassword(actor, PASSWORD)).rejects.toMatchObject({ code: 'rate_limited' });
    const actions = (await database().select().from(auditLog)).map(
      (entry) => `${entry.action} ${entry.outcome}`,
    );
    expect(actions).toEqual(Array.from({ length: 10 }, () => 'login_failed denied'));
  });

  it('is worth nothing once the session is over or the role is another one', async () => {
    expect(await isActorCurrent(actor)).toBe(true);
    expect(await isActorCurrent({ ...actor, role: 'user' })).toBe(false);
    await write((tx) => tx.update(users).set({ isActive: false }));
    expect(await isActorCurrent(actor)).toBe(false);
  });
});

function actorWith(change: Partial<Actor>): Actor {
  const person = { userId: 'ada', username: 'ada', displayName: 'Ada', role: 'admin' as const };
  return { ...person, sessionId: 'none', authAt: ago(0), ...nowhere, ...change };
}
