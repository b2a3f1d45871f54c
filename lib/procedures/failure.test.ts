import { expect, it } from 'vitest';
import { z } from 'zod';
import { failureOf } from './failure';

const refusalOf = (schema: z.ZodType, input: unknown) =>
  failureOf(schema.safeParse(input).error, 'test.door');

it('names every field that nobody asked for, also those that every object inherits', () => {
  const names = ['role', 'constructor', '__proto__', 'toString'];
  const input = JSON.parse(`{${names.map((name) => `"${name}":1`).join()}}`);
  const { code, fields } = refusalOf(z.strictObject({}), input);
  expect(code).toBe('invalid');
  expect(Object.keys(fields ?? {}).sort()).toEqual(names.sort());
});

it('tells the first thing that is wrong with a field, as a sentence', () => {
  const rule = z.strictObject({ name: z.string().min(3, 'Too short').regex(/^a/, 'Begins with a') });
  expect(refusalOf(rule, { name: 'b' })).toMatchObject({
    message: 'Too short.',
    fields: { name: 'Too short.' },
  });
});
