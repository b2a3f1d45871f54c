import 'server-only';
import { isEnvKey } from '@/lib/applications/env-key';
import { isUnprintableText } from '@/lib/applications/unprintable';

/**
 * Prints a project's `.env`: one line per key, sorted by key. Throws for names that are no variable names and for values
 * with control characters; both were checked before, so that is a defect.
 */
export function printEnvFile(values: Readonly<Record<string, string>>): string {
  const keys = Object.keys(values).sort();
  return keys.map((key) => `${checkedKey(key)}=${quoteEnvValue(values[key] ?? '')}\n`).join('');
}

/**
 * Quotes one value for Compose's own reader of `.env` (compose-go, `dotenv/parser.go`): single quotes keep everything as
 * it is, double quotes understand `\\ \" \$ \n \r`. Checked against Compose 2.26 and 2.40.
 */
export function quoteEnvValue(value: string): string {
  if (isUnprintableText(value.replaceAll('\r', '')))
    throw new Error('a value with control characters cannot be written to .env');
  if (!/['\\\r\n]/.test(value)) return `'${value}'`;
  const escaped = value
    .replaceAll(/[\\"$]/g, (char) => `\\${char}`)
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
  return `"${escaped}"`;
}

function checkedKey(key: string): string {
  if (!isEnvKey(key)) throw new Error(`not a variable name: ${key.slice(0, 80)}`);
  return key;
}
