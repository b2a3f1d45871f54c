import 'server-only';
import { database } from '@/db/client';
import { findUser, listOpenSessions } from '@/db/users/queries';
import { passwordRule } from '@/lib/auth/password-policy';
import { defineLoader } from '@/lib/procedures/loader';
import { nowIso } from '@/lib/runtime/clock';
import { notFound } from '@/lib/runtime/errors';
import { browserName } from './browser-name';

/** The signed-in person's own account. */
export const loadProfile = defineLoader('profile.manage', async (actor) => {
  const user = await findUser(database(), actor.userId);
  if (!user) throw notFound('This account');
  const { username, displayName, email, role, version, createdAt, lastLoginAt, passwordChangedAt } = user;
  return { username, displayName, email, role, version, createdAt, lastLoginAt, passwordChangedAt };
});

/** The rule that a new password must meet, in one line. */
export const loadPasswordRule = defineLoader('profile.manage', async () => passwordRule());

export type OwnSession = {
  id: string;
  /** For example "Firefox on Linux"; undefined when the browser says nothing known. */
  browser: string | undefined;
  clientIp: string | null;
  createdAt: string;
  lastSeenAt: string;
  isCurrent: boolean;
};

/** Where the signed-in person is signed in, this session first, then the newest. */
export const loadOwnSessions = defineLoader('profile.manage', async (actor): Promise<OwnSession[]> => {
  const sessions = await listOpenSessions(database(), actor.userId, nowIso());
  const views = sessions.map(({ id, userAgent, clientIp, createdAt, lastSeenAt }) => {
    return {
      id,
      browser: browserName(userAgent),
      clientIp,
      createdAt,
      lastSeenAt,
      isCurrent: id === actor.sessionId,
    };
  });
  return views.toSorted((left, right) => Number(right.isCurrent) - Number(left.isCurrent));
});
