import 'server-only';
import type { Field } from '../field-model';
import type { Model } from '../model';
import type { Text } from '../text';
import type { Findings } from './findings';

/** A secret inside an address must be made of letters and digits: `@`, `/` or `%` in it would change the address. */
export function checkUrlSecrets(findings: Findings, model: Model): void {
  for (const [name, service] of Object.entries(model.services)) {
    for (const [variable, text] of Object.entries(service.env)) {
      for (const key of keysInAddress(text)) {
        const field = model.fields.find((one) => one.key === key);
        if (!field || isUrlSafe(field)) continue;
        const path = ['compose', 'services', name, 'environment', variable];
        findings.add(
          path,
          'unsafe-in-address',
          `\${${key}} stands in an address: generate it as alnum or hex, or give it a pattern`,
        );
      }
    }
  }
}

/** References between the `://` and the `@` of an address such as `postgres://user:${KEY}@host`. */
function keysInAddress(text: Text): string[] {
  const found: string[] = [];
  let open: string[] | undefined;
  for (const part of text) {
    if (typeof part !== 'string') {
      open?.push(part.ref);
      continue;
    }
    // Each mark decides about the references before it: `@` says they belong to a login, `/` that they do not.
    for (const mark of part.match(/:\/\/|[/@]/g) ?? []) {
      if (mark === '@') found.push(...(open ?? []));
      open = mark === '://' ? [] : undefined;
    }
  }
  return [...new Set(found)];
}

function isUrlSafe(field: Field): boolean {
  if (field.type === 'password' || field.type === 'text') return field.pattern !== undefined;
  if (field.type !== 'secret') return field.type !== 'multiline';
  const { generate } = field;
  if (generate === undefined || generate === 'uuid') return true;
  if ('length' in generate) return generate.charset !== 'ascii';
  return generate.encoding !== 'base64';
}
