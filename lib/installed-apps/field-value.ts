import 'server-only';
import type { Field, FieldType } from '@/lib/applications/field-model';
import { compilePattern } from '@/lib/applications/safe-pattern';
import { isUnprintableLine, isUnprintableText } from '@/lib/applications/unprintable';
import type { Check, Checked, PathRules } from './checked-value';
import { checkDomain, checkEmail, checkUrl } from './field-address';
import { checkPath, checkTimezone } from './field-place';

/** Checks one non-empty answer to `field` and gives it the form that its type prescribes (§2.3). */
export function checkFieldValue(field: Field, raw: string, rules: PathRules): Checked {
  const checked = checks[field.type](field, raw, rules);
  if ('problem' in checked || field.pattern === undefined) return checked;
  const pattern = compilePattern(field.pattern, field.max);
  const limit = field.max ?? 256;
  if ('problem' in pattern) return { problem: 'The definition has a pattern that cannot be used.' };
  if (lengthOf(checked.value) > limit) return { problem: `Use at most ${limit} characters.` };
  return pattern.regex.test(checked.value)
    ? checked
    : { problem: 'This does not have the form that the application expects.' };
}

const checks: Record<FieldType, Check> = {
  text: (field, raw) => checkLine(field, raw, 4096),
  password: (field, raw) => checkLine(field, raw, 4096),
  secret: (field, raw) => checkLine(field, raw, 4096),
  multiline: checkLines,
  number: checkNumber,
  boolean: checkBoolean,
  select: checkOption,
  'multi-select': checkOptions,
  email: checkEmail,
  url: checkUrl,
  domain: checkDomain,
  port: (_, raw) => checkWhole(raw, 1, 65_535, 'Use a port from 1 to 65535.'),
  uid: (_, raw) => checkWhole(raw, 0, 2_147_483_647, 'Use a user number from 0 to 2147483647.'),
  gid: (_, raw) => checkWhole(raw, 0, 2_147_483_647, 'Use a group number from 0 to 2147483647.'),
  path: checkPath,
  timezone: checkTimezone,
};

// Code points, so that an emoji counts as one character like everywhere else people meet a limit.
const lengthOf = (text: string) => [...text].length;

function checkLine(field: Field, raw: string, most: number): Checked {
  if (isUnprintableLine(raw)) return { problem: 'Use a single line without control characters.' };
  return checkLength(field, raw, most);
}

function checkLines(field: Field, raw: string): Checked {
  // Forms send CR LF whatever was typed; containers expect what was typed.
  const text = raw.replaceAll(/\r\n?/g, '\n');
  if (isUnprintableText(text)) return { problem: 'Control characters are not allowed.' };
  return checkLength(field, text, 65_536);
}

function checkLength(field: Field, value: string, most: number): Checked {
  const length = lengthOf(value);
  if (field.min !== undefined && length < field.min)
    return { problem: `Use at least ${field.min} characters.` };
  const limit = Math.min(field.max ?? most, most);
  return length > limit ? { problem: `Use at most ${limit} characters.` } : { value };
}

function checkNumber(field: Field, raw: string): Checked {
  const match = /^(-)?(\d{1,15})(?:\.(\d{1,10}))?$/.exec(raw.trim());
  if (!match) return { problem: 'Use a number in digits.' };
  const [, sign = '', whole = '', fraction = ''] = match;
  const decimals = fraction.replace(/0+$/, '');
  if (field.integer && decimals !== '') return { problem: 'Use a whole number.' };
  const digits = whole.replace(/^0+(?=\d)/, '') + (decimals === '' ? '' : `.${decimals}`);
  const value = digits === '0' ? '0' : sign + digits;
  if (field.min !== undefined && Number(value) < field.min) return { problem: `Use ${field.min} or more.` };
  if (field.max !== undefined && Number(value) > field.max) return { problem: `Use ${field.max} or less.` };
  return { value };
}

function checkBoolean(field: Field, raw: string): Checked {
  const [yes, no] = field.values ?? ['true', 'false'];
  if (raw === yes || raw === 'true' || raw === 'on') return { value: yes };
  if (raw === no || raw === 'false' || raw === 'off') return { value: no };
  return { problem: 'Choose yes or no.' };
}

function checkOption(field: Field, raw: string): Checked {
  return field.options?.some((option) => option.value === raw)
    ? { value: raw }
    : { problem: 'Choose one of the options.' };
}

function checkOptions(field: Field, raw: string): Checked {
  const separator = field.separator ?? ',';
  const chosen = new Set(raw.split(separator));
  const values = (field.options ?? []).map((option) => option.value).filter((value) => chosen.has(value));
  if (values.length < chosen.size) return { problem: 'Choose only from the options.' };
  return { value: values.join(separator) };
}

function checkWhole(raw: string, least: number, most: number, problem: string): Checked {
  const text = raw.trim();
  if (!/^\d{1,10}$/.test(text)) return { problem };
  const number = Number(text);
  return number >= least && number <= most ? { value: String(number) } : { problem };
}
