import 'server-only';
import { z } from 'zod';
import { parseComposeSize, parseDuration, parseSize } from '../sizes';

/**
 * A mapping that refuses unknown keys. Its error message is the list of known ones, from which the reader finds the
 * nearest name: zod itself does not tell it.
 */
export function strict<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape).join(' ');
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? known : undefined),
  });
}

/** Text of at most `max` characters that is not blank. */
export function line(max: number) {
  return z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\r\n]*$/, 'must be a single line')
    .regex(/\S/, 'must not be blank');
}

/** A scalar whose spelling counts, such as the value of an environment variable. */
export const scalar = z.union([z.string().max(8192), z.number(), z.boolean()], {
  error: 'must be text, a number, true or false',
});

export const slug = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,62}$/,
    'must be lower-case letters, digits and -, beginning with a letter, at most 63 characters',
  );

/** Name of a service, network or volume: also a host name and a part of variable names, hence no `_` and no `--`. */
export const localName = z
  .string()
  .regex(
    /^[a-z](?:-?[a-z0-9])*$/,
    'must be lower-case letters and digits with single - between them, beginning with a letter',
  )
  .max(40);

export const size = z.string().transform((text, context) => {
  const bytes = parseSize(text);
  if (bytes === undefined || bytes < 1)
    context.addIssue({ code: 'custom', message: 'must be a size such as 256MiB or 2GB' });
  return bytes ?? 0;
});

export const composeSize = z.union([z.string(), z.number()]).transform((value, context) => {
  const bytes = parseComposeSize(String(value));
  if (bytes === undefined) context.addIssue({ code: 'custom', message: 'must be a size such as 64m or 1g' });
  return bytes ?? 0;
});

export const duration = z.string().transform((text, context) => {
  const milliseconds = parseDuration(text);
  if (!milliseconds)
    context.addIssue({ code: 'custom', message: 'must be a duration such as 30s or 1m30s, at most a day' });
  return milliseconds ?? 0;
});

export const httpsUrl = z
  .string()
  .max(500)
  .refine(
    (text) => URL.canParse(text) && new URL(text).protocol === 'https:' && new URL(text).username === '',
    {
      error: 'must be an https address without user name',
    },
  );
