import 'server-only';
import type { Secret } from '@/lib/crypto/secret';

const MASK = '••••••';
const SHORTEST = 6;

/**
 * Masks every spelling of the given secrets in a line: raw, base64, URL-encoded, JSON-escaped and hex; of a secret with
 * several lines each line. Shorter than six characters would mask ordinary words and is left alone.
 */
export function makeRedactor(): { add(secret: Secret): void; redact(text: string): string } {
  const spellings = new Set<string>();
  let pattern: RegExp | undefined;
  return {
    add(secret) {
      const value = secret.reveal();
      for (const text of [value, ...value.split(/\r?\n/)]) {
        if (text.length < SHORTEST) continue;
        for (const spelling of spellingsOf(text)) spellings.add(spelling);
      }
      const longestFirst = [...spellings].sort((left, right) => right.length - left.length);
      pattern =
        longestFirst.length > 0 ? new RegExp(longestFirst.map(escapeRegex).join('|'), 'g') : undefined;
    },
    redact(text) {
      return pattern ? text.replace(pattern, MASK) : text;
    },
  };
}

function spellingsOf(text: string): string[] {
  const bytes = Buffer.from(text, 'utf8');
  return [
    text,
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    encodeURIComponent(text),
    JSON.stringify(text).slice(1, -1),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
  ];
}

function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
