import 'server-only';
import { domainToASCII } from 'node:url';
import type { Field } from '@/lib/applications/field-model';
import { isUnprintableLine } from '@/lib/applications/unprintable';
import type { Checked } from './checked-value';

/** An e-mail address; its domain becomes lower case. */
export function checkEmail(_: Field, raw: string): Checked {
  const text = raw.trim();
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const domain = hostName(text.slice(at + 1));
  const isAddress = /^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}$/.test(local) && domain?.includes('.');
  return isAddress
    ? { value: `${local}@${domain}` }
    : { problem: 'Use an e-mail address such as name@example.org.' };
}

/** An address with one of the schemes of its field, printed as browsers do. */
export function checkUrl(field: Field, raw: string): Checked {
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

/** A host name, international ones in their ASCII form. */
export function checkDomain(_: Field, raw: string): Checked {
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
