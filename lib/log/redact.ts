const SECRET_NAME =
  /pass(word|phrase|wd)|secret|token|authorization|cookie|private_?key|^(sid|key|dek|kek)$/i;
const MASK = '[redacted]';
const DEPTH = 6;
const TEXT_LIMIT = 8 * 1024;

/**
 * A copy of `value` that may be written down: members with a secret's name are masked, whatever they hold; long texts are
 * cut; errors become their parts; what is nested deeper than six levels is left out.
 */
export function redacted(value: unknown, depth = DEPTH): unknown {
  if (typeof value === 'string') return value.length > TEXT_LIMIT ? `${value.slice(0, TEXT_LIMIT)}…` : value;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? undefined : value;
  if (depth === 0) return '[…]';
  if (value instanceof Error) return errorParts(value, depth);
  // Dates, secrets and the like know best how they are written.
  if ('toJSON' in value && typeof value.toJSON === 'function') return redacted(value.toJSON(), depth - 1);
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => redacted(item, depth - 1));
  const members = Object.entries(value).map(([name, member]) => [
    name,
    SECRET_NAME.test(name) ? MASK : redacted(member, depth - 1),
  ]);
  return Object.fromEntries(members);
}

function errorParts(error: Error, depth: number): Record<string, unknown> {
  const { name, message, stack, cause, ...rest } = error;
  const own = redacted(rest, depth - 1) as Record<string, unknown>;
  const parts = { type: name, message, stack, ...own };
  return cause === undefined ? parts : { ...parts, cause: redacted(cause, depth - 1) };
}
