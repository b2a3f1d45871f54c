import { z } from 'zod';
import { targetsInput } from './targets';

/** Tags as one text, in a form's way; the ids of the servers joined by commas. */
const ids = z
  .union([z.string().transform((text) => text.split(',').filter(Boolean)), z.array(z.string())])
  .pipe(targetsInput);

const words = z
  .string()
  .max(400, 'Too many tags')
  .optional()
  .transform((text) => [...new Set((text ?? '').split(/[,\s]+/).filter(Boolean))])
  .refine(
    (tags) => tags.every((tag) => /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,31}$/u.test(tag)),
    'Tags have letters, digits, dot, dash or underscore, at most 32 characters each',
  );

/** Tags to put on and to take off many servers. */
export const tagServersInput = z
  .strictObject({ serverIds: ids, add: words, remove: words })
  .refine(({ add, remove }) => add.length + remove.length > 0, {
    path: ['add'],
    message: 'Enter a tag to add or to remove',
  });

const keyFiles = z
  .string()
  .max(400 * 1024, 'Too many keys')
  .optional()
  .transform((text, context): Record<string, string> => {
    try {
      return z.record(z.string().max(255), z.string().max(16 * 1024)).parse(JSON.parse(text || '{}'));
    } catch {
      context.addIssue({ code: 'custom', message: 'A key has at most 16 KiB' });
      return z.NEVER;
    }
  });

/** Several servers as a pasted list with one sign-in; single lines may name a key of their own. */
export const addServersInput = z.strictObject({
  list: z
    .string()
    .min(1, 'Paste at least one line')
    .max(64 * 1024, 'At most 64 KiB'),
  /** Lines of a known_hosts file: their keys become the trusted ones of the servers that they name. */
  knownHosts: z
    .string()
    .max(128 * 1024, 'At most 128 KiB')
    .optional(),
  authType: z.enum(['password', 'key', 'generated'], 'Choose how to sign in'),
  password: z.string().max(1024).optional(),
  privateKey: z
    .string()
    .max(16 * 1024, 'A key has at most 16 KiB')
    .optional(),
  passphrase: z.string().max(1024).optional(),
  sudoPassword: z.string().max(1024).optional(),
  keys: keyFiles,
});
