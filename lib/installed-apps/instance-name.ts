import 'server-only';
import { z } from 'zod';

/** Name of one installed app: its Compose project, its folder on the server and the beginning of its volume names. */
export type InstanceName = string & { readonly __brand: 'InstanceName' };

const pattern = /^[a-z](?:-?[a-z0-9]){0,39}$/;

/** Schema that makes an `InstanceName`: lower-case letters and digits with single `-` between, at most 40 characters. */
export const instanceName = z.custom<InstanceName>((value) => isInstanceName(value), {
  error: 'Use lower-case letters, digits and single -, beginning with a letter, at most 40 characters.',
});

/** Whether `value` may name an installed app. */
export function isInstanceName(value: unknown): value is InstanceName {
  return typeof value === 'string' && value.length <= 40 && pattern.test(value);
}

/** The first free name for a new instance of `slug`: the slug itself, then `slug-2`, `slug-3` and so on. */
export function proposeInstanceName(slug: string, taken: ReadonlySet<string>): InstanceName {
  const base = slug.replaceAll(/-{2,}/g, '-').slice(0, 36).replace(/-$/, '');
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(name) && isInstanceName(name)) return name;
  }
}
