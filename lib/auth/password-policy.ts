import 'server-only';
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { singleton } from '@/lib/runtime/singleton';
import { readSetting } from '@/lib/settings/read';

/** Words around a person that an attacker tries first. */
export type PasswordContext = {
  username: string;
  displayName?: string | null;
  email?: string | null;
  host?: string | null;
};

const MAX_BYTES = 1024;
// Estimating takes quadratic time; what is guessable shows in the beginning.
const ESTIMATED_CHARACTERS = 100;
const PRODUCT = ['tomo', 'server', 'admin', 'administrator', 'password', 'passwort', 'docker', 'selfhosted'];

/** The rule in one line, for the form. */
export function passwordRule(): string {
  return `At least ${readSetting('security.password_min_length')} characters, any characters; not a known or guessable password.`;
}

/**
 * Why `password` is refused, in words for the person who typed it, or undefined when it is good. Length, a list of known
 * passwords, words of the context and an estimate of guesses decide; composition is free (NIST 800-63B-4).
 */
export function passwordProblem(password: string, context: PasswordContext): string | undefined {
  const text = password.normalize('NFKC');
  const minimum = readSetting('security.password_min_length');
  const length = [...text].length;
  if (length < minimum) return `Use at least ${minimum} characters; this has ${length}.`;
  if (Buffer.byteLength(text) > MAX_BYTES) return 'Use at most 1,024 bytes.';
  if (isKnownPassword(text)) return 'This is one of the most used passwords. Choose another one.';
  const words = contextWords(context);
  if (isMadeOf(text.toLowerCase(), words))
    return 'This consists of names that belong to you or to Tomo. Add something of its own.';
  const estimate = strength().check(text.slice(0, ESTIMATED_CHARACTERS), words);
  return estimate.score <= 1
    ? 'This is easy to guess: it repeats or follows a pattern. Use several unrelated words.'
    : undefined;
}

/** Whether `password`, in any case, is on the list of the 49,000 most used ones. */
export function isKnownPassword(password: string): boolean {
  const known = singleton('auth.known-passwords', () => new Set(dictionary['passwords-common']));
  return known.has(password.toLowerCase());
}

function strength(): ZxcvbnFactory {
  return singleton('auth.strength', () => new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs }));
}

function contextWords({ username, displayName, email, host }: PasswordContext): string[] {
  const texts = [username, displayName, email, host, readSetting('system.instance_name'), ...PRODUCT];
  const words = texts.flatMap((text) => [text ?? '', ...(text ?? '').split(/[^\p{L}\p{N}]+/u)]);
  return [...new Set(words.map((word) => word.toLowerCase()).filter((word) => word.length >= 3))];
}

/** Whether nothing is left of `text` without the words, digits and marks between them. */
function isMadeOf(text: string, words: string[]): boolean {
  const longestFirst = words.toSorted((left, right) => right.length - left.length);
  const rest = longestFirst.reduce((left, word) => left.replaceAll(word, ''), text);
  return rest !== text && !/\p{L}/u.test(rest);
}
