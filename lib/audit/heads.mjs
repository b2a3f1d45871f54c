import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const headSchema = z.strictObject({
  instance: z.string(),
  seq: z.number().int(),
  checksum: z.string(),
  at: z.string(),
  prev: z.string().nullable(),
  keyId: z.string(),
  mac: z.string(),
});

/**
 * One line of the anchor file; undefined when it is not one.
 *
 * @param {string} line
 * @returns {import('./heads.mjs').AuditHead | undefined}
 */
export function parseHead(line) {
  try {
    return headSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/**
 * Every line of the anchor file, oldest first; a line that is not a head comes back as `{ damaged: line number }`.
 *
 * @param {string} file
 * @returns {(import('./heads.mjs').AuditHead | { damaged: number })[]}
 */
export function readHeads(file) {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  // What follows the last newline was being written when the power went; it never counted.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .flatMap((line, index) => (line === '' ? [] : [parseHead(line) ?? { damaged: index + 1 }]));
}
