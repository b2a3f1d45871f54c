import 'server-only';
import { z } from 'zod';
import { database } from '@/db/client';
import { insertFirstAdmin, takeToken } from '@/db/users/mutations';
import { findToken, hasUsers } from '@/db/users/queries';
import { write } from '@/db/write';
import { type AuditActor, systemActor } from '@/lib/audit/entry';
import { recordAudit } from '@/lib/audit/record';
import { hashToken } from '@/lib/crypto/token';
import { nowIso } from '@/lib/runtime/clock';
import { newId } from '@/lib/runtime/ids';
import { singleton } from '@/lib/runtime/singleton';
import { emailInput, usernameInput } from './identity';
import { type OpenedSession, openSession } from './open-session';
import { hashPassword } from './password-hash';
import { passwordProblem } from './password-policy';
import type { ArrivalFacts } from './request-facts';
import { countWrongToken } from './throttle';

const administrator = z.object({ username: usernameInput, email: emailInput });

export type SetupInput = { token: string; username: unknown; email: unknown; password: string };

export type SetupOutcome =
  | { kind: 'signed_in'; userId: string; session: OpenedSession }
  | { kind: 'invalid'; fields: Record<string, string> }
  /** The token is wrong, used or expired. */
  | { kind: 'token' }
  /** Tomo is set up; there is nothing here any more. */
  | { kind: 'gone' };

/** Whether nobody can sign in yet. Once somebody can, that stays so, and the database is not asked again. */
export async function isSetupOpen(): Promise<boolean> {
  const done = singleton('auth.set-up', () => ({ yes: false }));
  done.yes ||= await hasUsers(database());
  return !done.yes;
}

/**
 * Creates the first administrator and signs in. Token and administrator belong to one transaction, the latter to one
 * statement: of any number of parallel calls one succeeds. Throws `rate_limited` after ten wrong tokens in an hour.
 */
export async function setUp(input: SetupInput, facts: ArrivalFacts): Promise<SetupOutcome> {
  if (!(await isSetupOpen())) return { kind: 'gone' };
  const tokenHash = hashToken(input.token);
  // Before anything costs time: strangers without the token get no hashing and no hints.
  if (!(await findToken(database(), ['setup'], tokenHash, nowIso()))) {
    await write(countWrongToken);
    return { kind: 'token' };
  }
  const parsed = administrator.safeParse({ username: input.username, email: input.email });
  const fields = parsed.success ? {} : firstIssues(parsed.error);
  const problem = passwordProblem(input.password, {
    username: String(input.username),
    email: String(input.email),
  });
  if (problem) fields.password = problem;
  if (!parsed.success || problem) return { kind: 'invalid', fields };
  return create(parsed.data, await hashPassword(input.password), tokenHash, facts);
}

/**
 * Creates the first administrator from the environment, while no user exists. Throws one line when the name or the password
 * is not good enough.
 */
export async function createUnattendedAdmin(admin: { username: string; password: string }): Promise<boolean> {
  if (!(await isSetupOpen())) return false;
  const name = usernameInput.safeParse(admin.username);
  if (!name.success) throw new Error(`TOMO_ADMIN_USERNAME: ${name.error.issues[0]?.message}`);
  const problem = passwordProblem(admin.password, { username: name.data });
  if (problem) throw new Error(`TOMO_ADMIN_PASSWORD: ${problem}`);
  const passwordHash = await hashPassword(admin.password);
  const person = { id: newId(), username: name.data, email: null, passwordHash, now: nowIso() };
  return write(async (tx) => {
    if (!(await insertFirstAdmin(tx, person))) return false;
    await recordSetup(tx, person, systemActor, 'environment');
    return true;
  });
}

/** Undoes the transaction and says why. */
class SetupRefusal extends Error {
  constructor(readonly kind: 'token' | 'gone') {
    super(kind);
  }
}

async function create(
  { username, email }: z.output<typeof administrator>,
  passwordHash: string,
  tokenHash: string,
  facts: ArrivalFacts,
): Promise<SetupOutcome> {
  const person = { id: newId(), username, email, passwordHash, now: nowIso() };
  try {
    const session = await write(async (tx) => {
      if ((await takeToken(tx, tokenHash, person.now))?.kind !== 'setup') throw new SetupRefusal('token');
      if (!(await insertFirstAdmin(tx, person))) throw new SetupRefusal('gone');
      const opened = await openSession(tx, person, facts, false);
      if (!opened) throw new SetupRefusal('gone');
      const actor: AuditActor = {
        type: 'user',
        userId: person.id,
        name: username,
        sessionId: opened.sessionId,
        ...facts,
      };
      await recordSetup(tx, person, actor, 'setup page');
      return opened;
    });
    return { kind: 'signed_in', userId: person.id, session };
  } catch (error) {
    if (!(error instanceof SetupRefusal)) throw error;
    return { kind: (await isSetupOpen()) ? error.kind : 'gone' };
  }
}

async function recordSetup(
  tx: Parameters<typeof recordAudit>[0],
  person: { id: string; username: string; email: string | null },
  actor: AuditActor,
  from: string,
): Promise<void> {
  const newValue = { username: person.username, email: person.email, role: 'admin', from };
  await recordAudit(tx, {
    actor,
    entityType: 'user',
    entityId: person.id,
    entityName: person.username,
    action: 'setup',
    newValue,
  });
}

function firstIssues(error: z.ZodError): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) fields[String(issue.path[0])] ??= issue.message;
  return fields;
}
