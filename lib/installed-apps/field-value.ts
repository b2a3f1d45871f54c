import 'server-only';
import { domainToASCII } from 'node:url';
import { isWithin, parseAbsPath } from '@/lib/applications/abs-path';
import type { Field, FieldType } from '@/lib/applications/field-model';
import { compilePattern } from '@/lib/applications/safe-pattern';
import { isUnprintableLine, isUnprintableText } from '@/lib/applications/unprintable';

/** What a typed value becomes in `.env`, or why it does not. Messages are sentences for the person at the form. */
export type Checked = { value: string } | { problem: string };

export type PathRules = {
  /** Folders that `path` fields may name; empty means any folder that is not the system's or Tomo's. */
  sharedFolders: readonly string[];
};

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

type Check = (field: Field, raw: string, rules: PathRules) => Checked;

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

function checkEmail(_: Field, raw: string): Checked {
  const text = raw.trim();
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const domain = hostName(text.slice(at + 1));
  const isAddress = /^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}$/.test(local) && domain?.includes('.');
  return isAddress
    ? { value: `${local}@${domain}` }
    : { problem: 'Use an e-mail address such as name@example.org.' };
}

function checkUrl(field: Field, raw: string): Checked {
  const schemes = field.schemes ?? ['http', 'https'];
  const text = raw.trim();
  const example = `Use an address such as ${schemes.at(-1)}://example.org.`;
  if (text.length > 2048 || isUnprintableLine(text) || /\s/.test(text) || !URL.canParse(text))
    return { problem: example };
  const url = new URL(text);
  if (!schemes.includes(url.protocol.slice(0, -1)))
    return { problem: `Use an address that begins with ${schemes.join(':// or ')}://.` };
  if (url.hostname === '') return { problem: example };
  if (url.username !== '' || url.password !== '')
    return { problem: 'Leave out user name and password: addresses are stored and shown in clear.' };
  const hadSlash = text.endsWith('/');
  return {
    value:
      url.pathname === '/' && !hadSlash && url.search === '' && url.hash === ''
        ? url.href.replace(/\/$/, '')
        : url.href,
  };
}

function checkDomain(_: Field, raw: string): Checked {
  const host = hostName(raw.trim());
  return host ? { value: host } : { problem: 'Use a host name such as files.example.org.' };
}

/** Lower case, international names in their ASCII form; undefined when it is no host name. */
function hostName(text: string): string | undefined {
  // Checked first, because the conversion cuts a text at the first character that ends a host name.
  if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(text)) return undefined;
  const ascii = domainToASCII(text).toLowerCase();
  const labels = ascii.split('.');
  const isName =
    ascii.length <= 253 && labels.every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
  return isName ? ascii : undefined;
}

function checkWhole(raw: string, least: number, most: number, problem: string): Checked {
  const text = raw.trim();
  if (!/^\d{1,10}$/.test(text)) return { problem };
  const number = Number(text);
  return number >= least && number <= most ? { value: String(number) } : { problem };
}

const systemFolders = [
  '/etc',
  '/proc',
  '/sys',
  '/dev',
  '/run',
  '/var',
  '/boot',
  '/lib',
  '/lib64',
  '/usr',
  '/bin',
  '/sbin',
  '/root',
];
const ourFolders = ['/opt/tomo'];

function checkPath(_: Field, raw: string, rules: PathRules): Checked {
  const path = parseAbsPath(raw.trim());
  if (!path || path === '/')
    return { problem: 'Use an absolute path such as /srv/media, without . and .. parts.' };
  if (rules.sharedFolders.length > 0) {
    if (rules.sharedFolders.some((root) => isWithin(path, root))) return { value: path };
    return { problem: `Use a folder in ${rules.sharedFolders.join(' or ')}.` };
  }
  const isForbidden = [...systemFolders, ...ourFolders].some((root) => isWithin(path, root));
  return isForbidden
    ? { problem: 'This folder belongs to the system. Use another one, for example in /srv.' }
    : { value: path };
}

function checkTimezone(_: Field, raw: string): Checked {
  const text = raw.trim();
  const problem = 'Use a time zone such as Europe/Berlin.';
  if (!/^[A-Za-z_]+(?:\/[A-Za-z0-9_+-]+){0,2}$/.test(text)) return { problem };
  try {
    const known = new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
    return { value: known.toLowerCase() === text.toLowerCase() ? known : text };
  } catch {
    return { problem };
  }
}
