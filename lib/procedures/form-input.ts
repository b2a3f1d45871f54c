import 'server-only';

/** What a client may hand to an action besides a form: plain values. */
export type FormInput = FormData | Record<string, unknown>;

const SECRET_NAME = /password|secret|private_?key|passphrase|token/i;

/** A form as a plain object: repeated names become arrays, Next's own fields are dropped. A null prototype keeps `__proto__` a plain name. */
export function plainInput(raw: FormInput): Record<string, unknown> {
  if (!(raw instanceof FormData)) return { ...raw };
  const input: Record<string, unknown> = Object.create(null);
  for (const name of new Set(raw.keys())) {
    if (name.startsWith('$ACTION')) continue;
    const values = raw.getAll(name);
    input[name] = values.length > 1 ? values : values[0];
  }
  return { ...input };
}

/** What was typed, to give back to the form after a refusal. Fields that look like secrets never travel back. */
export function formValues(raw: FormInput): Record<string, string> | undefined {
  if (!(raw instanceof FormData)) return undefined;
  const typed = [...raw.entries()].filter(
    ([name, value]) => typeof value === 'string' && !name.startsWith('$ACTION') && !SECRET_NAME.test(name),
  );
  return Object.fromEntries(typed) as Record<string, string>;
}
