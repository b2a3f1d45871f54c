import 'server-only';
import { z } from 'zod';

/*
 * What the engine sends, reshaped to what Tomo uses. The other side is not trusted: texts are cut, lists may be null (Go),
 * unknown fields fall away, and a wrong type is an odd answer, never a crash further in.
 */
const MAX_TEXT = 16 * 1024;

export const text = z.string().transform((value) => value.slice(0, MAX_TEXT));
export const maybeText = text.nullish().transform((value) => value ?? undefined);
const number = z.number();
export const maybeNumber = number.nullish().transform((value) => value ?? undefined);
export const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);
export const texts = z
  .array(text)
  .nullish()
  .transform((value) => value ?? []);
export const labels = z
  .record(z.string(), text)
  .nullish()
  .transform((value) => value ?? {});

/** A list that Go may send as null. */
export function list<T extends z.ZodType>(item: T) {
  return z
    .array(item)
    .nullish()
    .transform((value) => value ?? []);
}

/** A map that Go may send as null. */
export function map<T extends z.ZodType>(item: T) {
  return z
    .record(z.string(), item)
    .nullish()
    .transform((value) => value ?? {});
}
