'use server';
import { uniqueViolation } from '@/db/failure';
import { endSession, updateProfile } from '@/db/users/mutations';
import { findUser } from '@/db/users/queries';
import { endSessions } from '@/lib/auth/open-session';
import { closeStreamsOf } from '@/lib/auth/open-streams';
import { defineAction } from '@/lib/procedures/action';
import { nowIso } from '@/lib/runtime/clock';
import { notFound, TomoError } from '@/lib/runtime/errors';
import { revokeOtherSessionsInput, revokeSessionInput, updateProfileInput } from './schema';

export const updateProfileAction = defineAction({
  name: 'profile.update',
  access: 'profile.manage',
  input: updateProfileInput,
  async run({ tx, actor, input }) {
    const before = await findUser(tx, actor.userId);
    if (!before) throw notFound('This account');
    const { displayName, email, version } = input;
    const stored = await updateProfile(tx, actor.userId, version, {
      displayName: displayName || null,
      email,
    }).catch((error: unknown) => {
      if (!uniqueViolation(error)?.includes('users.email')) throw error;
      throw new TomoError('conflict', 'Somebody else signs in with this address.', {
        fields: { email: 'This address is taken.' },
      });
    });
    if (!stored) {
      throw new TomoError('conflict', 'Your account was changed in another window.', {
        hint: 'Reload the page to see what is stored now.',
      });
    }
    return { displayName: before.displayName, email: before.email };
  },
  audit: ({ actor, input, data }) => ({
    entityType: 'user',
    entityId: actor.userId,
    entityName: actor.username,
    action: 'update',
    oldValue: { display_name: data.displayName, email: data.email },
    newValue: { display_name: input.displayName || null, email: input.email },
  }),
});

export const revokeSessionAction = defineAction({
  name: 'session.revoke',
  access: 'profile.manage',
  input: revokeSessionInput,
  async run({ tx, actor, input }) {
    const end = { now: nowIso(), reason: 'revoked', endedBy: actor.userId };
    // The person is part of the condition: a session of somebody else is a missing one.
    if (!(await endSession(tx, actor.userId, input.sessionId, end))) throw notFound('This session');
    closeStreamsOf(actor.userId);
    return { ended: 1 };
  },
  audit: ({ actor, input }) => ({
    entityType: 'user',
    entityId: actor.userId,
    entityName: actor.username,
    action: 'session_revoke',
    newValue: { sessions: [input.sessionId] },
  }),
});

export const revokeOtherSessionsAction = defineAction({
  name: 'session.revoke_others',
  access: 'profile.manage',
  input: revokeOtherSessionsInput,
  async run({ tx, actor }) {
    const options = { endedBy: actor.userId, keep: actor.sessionId };
    return { sessions: await endSessions(tx, actor.userId, 'revoked', options) };
  },
  audit: ({ actor, data }) =>
    data.sessions.length === 0
      ? []
      : {
          entityType: 'user',
          entityId: actor.userId,
          entityName: actor.username,
          action: 'session_revoke',
          newValue: { sessions: data.sessions },
        },
});
