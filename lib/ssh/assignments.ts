import 'server-only';
import type { Secret } from '@/lib/crypto/secret';
import { TomoError } from '@/lib/runtime/errors';

const MAX_VALUE_BYTES = 64 * 1024;
// Lower case only, so that no value can take the place of PATH, IFS, HOME or ENV; `tomo_` is ours.
const NAME = /^(?!tomo_)[a-z][a-z0-9_]{0,63}$/;

const MAX_TEXT_BYTES = 1024 * 1024;

export type Values = {
  args?: Record<string, string>;
  secrets?: Record<string, Secret>;
  /** Whole scripts that this room stores on a server, up to 1 MiB. */
  texts?: Record<string, string>;
};

/**
 * The lines that hand values to a script (CMD-2): `name='value'` with `'` written as `'\''` and nothing else changed.
 * @throws TomoError `invalid` for a value that no shell variable can hold: NUL, half a surrogate pair, over 64 KiB.
 */
export function assignments({ args = {}, secrets = {}, texts = {} }: Values): string {
  const lines = Object.entries(args).map(([name, value]) => assignment(name, value, MAX_VALUE_BYTES));
  for (const [name, secret] of Object.entries(secrets)) {
    lines.push(assignment(name, secret.reveal(), MAX_VALUE_BYTES));
  }
  for (const [name, text] of Object.entries(texts)) lines.push(assignment(name, text, MAX_TEXT_BYTES));
  return lines.join('');
}

function assignment(name: string, value: string, maxBytes: number): string {
  if (!NAME.test(name)) throw new Error(`Script value ${JSON.stringify(name)}: use lower-case snake_case.`);
  if (value.includes('\0')) throw unfit(name, 'a NUL character');
  if (/\p{Surrogate}/u.test(value)) throw unfit(name, 'an incomplete character');
  if (Buffer.byteLength(value) > maxBytes) throw unfit(name, `more than ${maxBytes / 1024} KiB`);
  return `${name}=${quoted(value)}\n`;
}

/** `value` as one shell word that means exactly itself. */
export function quoted(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}

function unfit(name: string, what: string): TomoError {
  return new TomoError('invalid', `The value for ${name} cannot be sent to a server: it holds ${what}.`, {
    hint: 'Shorten or correct the value.',
    reason: 'value_unfit',
  });
}
