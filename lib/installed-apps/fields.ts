import 'server-only';
import { type Field, isSecretType } from '@/lib/applications/field-model';
import type { PathRules } from './checked-value';
import { checkFieldValue } from './field-value';
import { generateValue } from './generate';

/** Answers as a form or an API body sends them, by field key. Missing: not asked, so the default or the former value counts. */
export type FieldInput = Readonly<Record<string, string | readonly string[] | undefined>>;

export type FieldContext = PathRules & {
  /** Values of the version in force, by key; `{}` for a new app. Secrets among them are never made anew. */
  previous: Readonly<Record<string, string>>;
  /** The app started successfully before, so `once` fields are locked. */
  started: boolean;
  /** Defaults of the server for `timezone`, `uid` and `gid`. */
  server: { timezone: string; uid: number; gid: number };
};

export type FieldValues = {
  /** Values that may be shown and stored in clear, one for every plain field, as they stand in `.env`. */
  plain: Record<string, string>;
  /** Values of `password` and `secret` fields: seal them before they are stored. */
  secrets: Record<string, string>;
  /** Keys of secrets that were made just now. */
  generated: string[];
};

export type FieldsResult =
  | { ok: true; values: FieldValues }
  | { ok: false; problems: Record<string, string> };

/**
 * Turns the answers of a deploy form into the values of every field, in the order of the definition: hidden fields are
 * empty, missing answers fall back to the former value and the default, secrets are generated once per app and key.
 * Every problem is told at once, by field key. Keys that the definition does not know are ignored.
 */
export function resolveFields(
  fields: readonly Field[],
  input: FieldInput,
  context: FieldContext,
): FieldsResult {
  const values: FieldValues = { plain: {}, secrets: {}, generated: [] };
  const problems: Record<string, string> = {};
  for (const field of fields) {
    const answer = isShown(field, values.plain) ? resolveField(field, input, context) : { value: '' };
    if ('problem' in answer) problems[field.key] = answer.problem;
    const value = 'value' in answer ? answer.value : '';
    if (isSecretType(field.type)) values.secrets[field.key] = value;
    else values.plain[field.key] = value;
    if ('generated' in answer) values.generated.push(field.key);
  }
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, values };
}

/** Whether `field` is asked for, given the plain values of the fields before it. */
function isShown(field: Field, plain: Readonly<Record<string, string>>): boolean {
  return Object.entries(field.showIf ?? {}).every(
    ([key, wanted]) => Object.hasOwn(plain, key) && wanted.includes(plain[key] ?? ''),
  );
}

/** The key under which the version in force holds the value of `field`, after a rename too. */
function previousValue(field: Field, previous: Readonly<Record<string, string>>): string | undefined {
  if (Object.hasOwn(previous, field.key)) return previous[field.key];
  return field.renamedFrom !== undefined && Object.hasOwn(previous, field.renamedFrom)
    ? previous[field.renamedFrom]
    : undefined;
}

type Answer = { value: string } | { value: string; generated: true } | { problem: string };

function resolveField(field: Field, input: FieldInput, context: FieldContext): Answer {
  const former = previousValue(field, context.previous);
  const typed = typedAnswer(field, input);
  if (field.once && context.started && former !== undefined && former !== '') {
    const isChanged = typed !== undefined && typed !== '' && typed !== former;
    return isChanged ? { problem: 'This can be set only before the first start.' } : { value: former };
  }
  // Secrets are the machine's: whatever a request says, the former one or a new one counts.
  if (field.type === 'secret') return former ? { value: former } : generateFor(field);
  // A password field that comes back empty means "as before", because the form never shows the former one.
  if (field.type === 'password' && (typed === undefined || typed === '') && former) return { value: former };
  const raw = typed ?? former ?? defaultOf(field, context);
  if (raw !== '') return checkFieldValue(field, raw, context);
  if (field.type === 'boolean') return { value: field.values?.[1] ?? 'false' };
  return field.required ? { problem: 'This is required.' } : { value: '' };
}

function generateFor(field: Field): Answer {
  return { value: generateValue(field.generate ?? { length: 32, charset: 'alnum' }), generated: true };
}

function typedAnswer(field: Field, input: FieldInput): string | undefined {
  const raw = Object.hasOwn(input, field.key) ? input[field.key] : undefined;
  if (raw === undefined || typeof raw === 'string') return raw;
  return field.type === 'multi-select'
    ? raw.filter((value) => value !== '').join(field.separator ?? ',')
    : (raw.at(-1) ?? '');
}

function defaultOf(field: Field, { server }: FieldContext): string {
  if (field.default !== undefined) return field.default;
  if (field.type === 'timezone') return server.timezone;
  if (field.type === 'uid') return String(server.uid);
  return field.type === 'gid' ? String(server.gid) : '';
}
