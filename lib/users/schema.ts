import { z } from 'zod';
import { emailInput } from '@/lib/auth/identity';
import { isStorable, NOT_STORABLE } from '@/lib/runtime/storable';

/** What a person changes about themselves. `version` is the one the form was filled with. */
export const updateProfileInput = z.strictObject({
  version: z.coerce.number().int().positive(),
  displayName: z.string().trim().max(64, 'Use at most 64 characters.').refine(isStorable, NOT_STORABLE),
  email: emailInput,
});

export const revokeSessionInput = z.strictObject({ sessionId: z.uuid() });

export const revokeOtherSessionsInput = z.strictObject({});

/** The password as it is and as it shall be; lengths only, the policy decides. */
export const changePasswordInput = z.strictObject({
  currentPassword: z.string('Enter your password.').min(1, 'Enter your password.').max(4096),
  newPassword: z.string('Enter a new password.').min(1, 'Enter a new password.').max(4096),
});
