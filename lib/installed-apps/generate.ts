import 'server-only';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Generator } from '@/lib/applications/field-model';

const lower = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const alphabets = {
  alnum: lower + lower.toUpperCase() + digits,
  hex: `${digits}abcdef`,
  digits,
  // Without quotes, backslash, backtick and dollar, which programs read from files tend to misread.
  ascii: `${lower}${lower.toUpperCase()}${digits}!#%&()*+,-./:;<=>?@[]^_{|}~`,
} as const;

/** Makes one secret by `generator`, from the system's random source; every character is equally likely. */
export function generateValue(generator: Generator): string {
  if (generator === 'uuid') return randomUUID();
  if ('length' in generator) return randomText(alphabets[generator.charset], generator.length);
  return generator.prefix + randomBytes(generator.bytes).toString(generator.encoding);
}

/** Bytes beyond the last full multiple of the alphabet are thrown away: taking them modulo its size would favour the first letters. */
function randomText(alphabet: string, length: number): string {
  const limit = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length * 2)) {
      if (byte < limit && text.length < length) text += alphabet[byte % alphabet.length];
    }
  }
  return text;
}
