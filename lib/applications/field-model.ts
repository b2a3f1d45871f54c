import 'server-only';
import { z } from 'zod';

export const fieldTypes = [
  'text',
  'multiline',
  'number',
  'boolean',
  'select',
  'multi-select',
  'password',
  'secret',
  'email',
  'url',
  'domain',
  'port',
  'path',
  'timezone',
  'uid',
  'gid',
] as const;

export type FieldType = (typeof fieldTypes)[number];

/** How a value is made by the machine: characters of an alphabet, encoded random bytes, or a UUID. */
export const generatorSchema = z.union([
  z.literal('uuid'),
  z.strictObject({
    length: z.number().int().min(8).max(128),
    charset: z.enum(['alnum', 'hex', 'ascii', 'digits']),
  }),
  z.strictObject({
    bytes: z.number().int().min(16).max(128),
    encoding: z.enum(['hex', 'base64', 'base64url']),
    prefix: z.string().max(32),
  }),
]);

export type Generator = z.infer<typeof generatorSchema>;

/** One question of the deploy form; its answer is the value of `key` in the project's `.env`. */
export const fieldSchema = z.strictObject({
  key: z.string(),
  type: z.enum(fieldTypes),
  label: z.string(),
  help: z.string().optional(),
  group: z.string().optional(),
  /** As it would stand in `.env`. */
  default: z.string().optional(),
  required: z.boolean(),
  /** Shown while every named field has one of the values; hidden, the field gives the empty string. */
  showIf: z.record(z.string(), z.array(z.string())).optional(),
  /** Used at the first start only; locked afterwards. */
  once: z.boolean(),
  renamedFrom: z.string().optional(),
  pattern: z.string().optional(),
  /** Characters for texts, the value itself for numbers. */
  min: z.number().optional(),
  max: z.number().optional(),
  integer: z.boolean(),
  /** What true and false are written as. */
  values: z.tuple([z.string(), z.string()]).optional(),
  options: z.array(z.strictObject({ value: z.string(), label: z.string() })).optional(),
  separator: z.string().optional(),
  schemes: z.array(z.string()).optional(),
  generate: generatorSchema.optional(),
});

export type Field = z.infer<typeof fieldSchema>;

/** Types whose value is never shown, logged or stored in clear. */
export function isSecretType(type: FieldType): boolean {
  return type === 'password' || type === 'secret';
}
