import 'server-only';
import { z } from 'zod';

/** Name of an environment variable inside a container. */
export type EnvKey = string & { readonly __brand: 'EnvKey' };

const pattern = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;

/** Schema that makes an `EnvKey`: a letter or `_`, then letters, digits and `_`, at most 128 characters. */
export const envKey = z.custom<EnvKey>((value) => isEnvKey(value), {
  error: 'must be a variable name: letters, digits and _, not beginning with a digit',
});

/** Whether `value` may name an environment variable. */
export function isEnvKey(value: unknown): value is EnvKey {
  return typeof value === 'string' && pattern.test(value);
}

const fieldKeyPattern = /^[A-Z][A-Z0-9_]{0,63}$/;
const reserved = /^(?:TOMO_|COMPOSE_|DOCKER_|PATH$|HOME$)/;

/**
 * Why `key` cannot name a field, undefined when it can. Names that steer Compose, Docker or the shell of the target are
 * reserved, because every field becomes a line of the project's `.env`.
 */
export function fieldKeyProblem(key: string): string | undefined {
  if (!fieldKeyPattern.test(key))
    return 'must be upper case letters, digits and _, beginning with a letter, at most 64 characters';
  return reserved.test(key) ? `${key} is reserved; choose another name` : undefined;
}
