import 'server-only';
import type { Words } from '@/lib/applications/service-model';
import { printText, type Text } from '@/lib/applications/text';

/** A literal as Compose reads it back: `$` is written `$$`. */
export function composeLiteral(text: string): string {
  return text.replaceAll('$', '$$$$');
}

/** A text with references as Compose reads it: `${KEY}`, filled from `.env`. Notes every key in `used`. */
export function composeText(text: Text, used: Set<string>): string {
  for (const part of text) if (typeof part !== 'string') used.add(part.ref);
  return printText(text);
}

/** A command: a line stays a line and a list a list, because Compose treats them differently. */
export function composeWords(words: Words, used: Set<string>): string | string[] {
  return 'line' in words ? composeLiteral(words.line) : words.list.map((text) => composeText(text, used));
}
