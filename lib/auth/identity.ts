import { z } from 'zod';

/** A username as it is stored; capitals are taken as small letters. */
export const usernameInput = z
  .string('Enter a username.')
  .trim()
  .toLowerCase()
  .regex(
    /^[a-z][a-z0-9._-]{2,31}$/,
    'Use 3 to 32 of a–z, 0–9, dot, dash and underscore; begin with a letter.',
  );

/** An e-mail address that may be left out: empty becomes null. */
export const emailInput = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'Use at most 254 characters.')
  .refine((text) => text === '' || z.email().safeParse(text).success, 'This is not an e-mail address.')
  .transform((text) => (text === '' ? null : text))
  .optional()
  .transform((text) => text ?? null);
