import 'server-only';
import { ZodError } from 'zod';
import { logError } from '@/lib/log/logger';
import { isTomoError } from '@/lib/runtime/errors';
import type { Failure } from './result';

/**
 * Translates anything thrown behind a door into words for people. An expected failure keeps its own words; input that
 * does not fit becomes messages per field; the rest is logged in full and reaches people as an id only.
 */
export function failureOf(error: unknown, door: string): Failure {
  if (isTomoError(error)) {
    const { code, message, hint, reason, fields, data } = error;
    return { code, message, hint, reason, fields, data };
  }
  if (error instanceof ZodError) return invalidInput(error);
  const id = logError('http', `Unexpected failure in ${door}`, error);
  return {
    code: 'unexpected',
    message: 'Something went wrong inside Tomo.',
    hint: `Try again. If it stays, an administrator finds the cause in the system log under ${id}.`,
    id,
  };
}

function invalidInput(error: ZodError): Failure {
  // A map, because people choose the names: `constructor` and `__proto__` are names like any other.
  const messages = new Map<string, string>();
  for (const issue of error.issues) {
    const names = issue.code === 'unrecognized_keys' ? issue.keys : [issue.path.join('.')];
    for (const name of names)
      if (!messages.has(name || 'form')) messages.set(name || 'form', sentence(issue.message));
  }
  const fields = Object.fromEntries(messages);
  const first = Object.entries(fields)[0];
  const message =
    Object.keys(fields).length > 1
      ? `${Object.keys(fields).length} fields need a correction.`
      : (first?.[1] ?? 'The input is not valid.');
  return { code: 'invalid', message, fields };
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
