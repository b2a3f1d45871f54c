import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditLog } from '@/db/audit/tables';
import { database } from '@/db/client';
import { findUser } from '@/db/users/queries';
import { sessions, users } from '@/db/users/tables';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import type { Actor } from '@/lib/auth/actor';
import { openSession } from '@/lib/auth/open-session';
import { hashPassword, verifyPassword } from '@/lib/auth/password-hash';
import { changePassword } from './change-password';

const OLD = 'vivid otter lantern 42';
const NEW = 'quiet harbour under glass';

describe('changing the own password', () => {
  let fresh: Awaited<ReturnType<typeof freshDatabase>>;
  let actor: Actor;
  beforeEach(async () => {
    fresh = await freshDatabase();
    const passwordHash = await hashPassword(OLD);
    const row = { id: 'ada', username: 'ada', passwordHash, passwordChangedAt: new Date().toISOString() };
    await write((tx) => tx.insert(users).values(row));
    const nowhere = { requestId: null, clientIp: null, userAgent: null };
    await write((tx) => openSession(tx, row, nowhere, false));
    const session = await write((tx) => openSession(tx, row, nowhere, false));
    const sessionId = session?.sessionId ?? '';
    actor = {
      userId: 'ada',
      username: 'ada',
      displayName: 'ada',
      role: 'user',
      sessionId,
      authAt: '',
      ...nowhere,
    };
  });
  afterEach(() => fresh.close());
  const stored = async () => (await findUser(database(), 'ada'))?.passwordHash ?? '';

  it('ends every other session and leaves one entry without any password', async () => {
    expect(await changePassword(actor, { currentPassword: OLD, newPassword: NEW })).toEqual({ ended: 1 });
    expect(await verifyPassword(await stored(), NEW)).toBe(true);
    const open = (await database().select().from(sessions)).filter((session) => session.endedAt === null);
    expect(open.map((session) => session.id)).toEqual([actor.sessionId]);
    const entries = await database().select().from(auditLog);
    expect(entries.map((entry) => entry.action)).toEqual(['password_change']);
    expect(JSON.stringify(entries)).not.toContain(NEW);
  });

  it.each([
    ['the current one is wrong', { currentPassword: 'wrong', newPassword: NEW }, 'currentPassword'],
    ['the new one is too short', { currentPassword: OLD, newPassword: 'short' }, 'newPassword'],
    ['the new one is the old one', { currentPassword: OLD, newPassword: OLD }, 'newPassword'],
  ])('changes nothing when %s', async (_name, passwords, field) => {
    await expect(changePassword(actor, passwords)).rejects.toMatchObject({
      code: 'invalid',
      fields: { [field]: expect.any(String) },
    });
    expect(await verifyPassword(await stored(), OLD)).toBe(true);
  });
});
