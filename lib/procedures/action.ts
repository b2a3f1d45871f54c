import 'server-only';
import { refresh, revalidatePath } from 'next/cache';
import { redirect, unstable_rethrow } from 'next/navigation';
import type { z } from 'zod';
import { type Tx, write } from '@/db/write';
import type { AuditEntry } from '@/lib/audit/entry';
import { recordAudit } from '@/lib/audit/record';
import { type Actor, auditActorOf, requireActor } from '@/lib/auth/actor';
import { requireOriginProof } from '@/lib/auth/origin-proof';
import type { Permission } from '@/lib/auth/permissions';
import { failureOf } from './failure';
import { type FormInput, formValues, plainInput } from './form-input';
import { requirePermission, requireReauthentication } from './guard';
import { assertSameOrigin } from './origin';
import { changesPerPerson, countCall } from './rate';
import type { ActionResult } from './result';

type ActionDefinition<Input extends z.ZodType, Data> = {
  /** `noun.verb`, as errors and refusals name it. */
  name: string;
  access: Permission;
  input: Input;
  /** Whether the password must have been entered recently, or comes along as `reauthPassword`. */
  reauth?: boolean;
  /** The change itself, inside one write transaction: awaits nothing but the database. */
  run(context: { tx: Tx; actor: Actor; input: z.output<Input> }): Promise<Data>;
  /** The ledger rows of the change, written in the same transaction; `[]` when nothing changed. */
  audit(context: {
    actor: Actor;
    input: z.output<Input>;
    data: Data;
  }): Omit<AuditEntry, 'actor'> | Omit<AuditEntry, 'actor'>[];
  /** Where to go and what to render anew after the commit. */
  after?(context: { input: z.output<Input>; data: Data }): { redirect?: string; revalidate?: string[] };
};

/** What a form or a client component calls: `useActionState` passes (previous, formData), code passes one object. */
export type ServerAction<Data> = (
  previous: ActionResult<Data> | null | FormInput,
  form?: FormData,
) => Promise<ActionResult<Data>>;

/**
 * The door for changes. Order: origin, actor and its proof of origin, permission, rate, parse, re-authentication, then `run` and its ledger rows
 * in one transaction. Returns a result, never throws; redirects after the commit.
 */
export function defineAction<Input extends z.ZodType, Data>(
  definition: ActionDefinition<Input, Data>,
): ServerAction<Data> {
  return async (previous, form) => {
    const raw = form ?? (previous as FormInput);
    let data: Data;
    let input: z.output<Input>;
    try {
      await assertSameOrigin();
      const actor = await requireActor();
      await requireOriginProof(actor);
      await requirePermission(actor, definition.access, definition.name);
      countCall(changesPerPerson, actor.userId);
      const { reauthPassword, ...fields } = plainInput(raw);
      input = definition.input.parse(fields);
      if (definition.reauth) await requireReauthentication(actor, asText(reauthPassword));
      data = await write(async (tx) => {
        const result = await definition.run({ tx, actor, input });
        for (const entry of [definition.audit({ actor, input, data: result })].flat()) {
          await recordAudit(tx, { ...entry, actor: auditActorOf(actor) });
        }
        return result;
      });
    } catch (error) {
      unstable_rethrow(error);
      return { ok: false, error: failureOf(error, definition.name), values: formValues(raw) };
    }
    const next = definition.after?.({ input, data }) ?? {};
    for (const path of next.revalidate ?? []) revalidatePath(path);
    if (next.redirect) redirect(next.redirect as never);
    refresh();
    return { ok: true, data };
  };
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
