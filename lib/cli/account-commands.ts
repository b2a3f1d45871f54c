import 'server-only';
import os from 'node:os';
import { database } from '@/db/client';
import { findUserByName, hasUsers } from '@/db/users/queries';
import type { UserRow } from '@/db/users/tables';
import { write } from '@/db/write';
import type { AuditActor } from '@/lib/audit/entry';
import { recordAudit } from '@/lib/audit/record';
import { issueLink, issueSetupToken } from '@/lib/auth/issue-token';
import { releaseAccount } from '@/lib/auth/throttle';
import { env } from '@/lib/runtime/env';
import { type Command, done, failed } from './command';

export const setupToken: Command = {
  usage: 'setup-token',
  summary: 'print a new link for creating the first administrator',
  async run(words) {
    if (words.length > 0) return undefined;
    if (await hasUsers(database()))
      return failed('Tomo is already set up. To get in again, use reset-password USER.');
    return done(`Open ${address()}/setup#token=${await issueSetupToken()}\nIt works once, for 24 hours.`);
  },
};

export const resetPassword: Command = {
  usage: 'reset-password USER',
  summary: 'print a one-time link with which USER chooses a new password',
  async run([name, ...rest]) {
    if (!name || rest.length > 0) return undefined;
    const user = await findUserByName(database(), name.toLowerCase());
    if (!user) return failed(`There is no user ${name}.`);
    if (!user.isActive)
      return failed(`${user.username} is disabled. An administrator has to enable the account first.`);
    const token = await write(async (tx) => {
      await recordAudit(tx, { ...about(user), action: 'password_reset', newValue: { link: 'issued' } });
      return issueLink(tx, { kind: 'reset', userId: user.id, createdBy: null });
    });
    return done(
      `Open ${address()}/login#token=${token}\nIt works once, for one hour. It ends every session of ${user.username}.`,
    );
  },
};

export const unlock: Command = {
  usage: 'unlock USER',
  summary: 'let USER sign in again after too many wrong passwords',
  async run([name, ...rest]) {
    if (!name || rest.length > 0) return undefined;
    const user = await findUserByName(database(), name.toLowerCase());
    if (!user) return failed(`There is no user ${name}.`);
    const wasHeld = await write(async (tx) => {
      const released = await releaseAccount(tx, user.username);
      if (released) await recordAudit(tx, { ...about(user), action: 'unlock' });
      return released;
    });
    return done(wasHeld ? `${user.username} can sign in again.` : `Nothing holds ${user.username} back.`);
  },
};

function about(user: UserRow) {
  const actor: AuditActor = { type: 'cli', userId: null, name: os.userInfo().username };
  return { actor, entityType: 'user', entityId: user.id, entityName: user.username } as const;
}

function address(): string {
  const { url, port } = env();
  return url ?? `http://localhost:${port}`;
}
