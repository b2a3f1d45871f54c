import { startsPerPerson } from '@/lib/procedures/rate';
import { defineRoute } from '@/lib/procedures/route';
import { changePassword } from '@/lib/users/change-password';
import { changePasswordInput } from '@/lib/users/schema';

/** A route and no action: hashing takes a moment, and an action's work happens inside a transaction. */
export const POST = defineRoute({
  name: 'profile.password',
  access: 'profile.manage',
  body: changePasswordInput,
  limit: startsPerPerson,
  run: ({ actor, body }) => changePassword(actor, body),
});
