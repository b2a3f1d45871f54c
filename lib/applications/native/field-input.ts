import 'server-only';
import { z } from 'zod';
import { fieldKeyProblem } from '../env-key';
import { fieldTypes } from '../field-model';
import { line, localName, scalar, strict } from './strict';

const generate = z.union([
  z.literal('uuid'),
  strict({
    length: z.number().int().min(8).max(128),
    charset: z.enum(['alnum', 'hex', 'ascii', 'digits']).default('alnum'),
  }),
  strict({
    bytes: z.number().int().min(16).max(128),
    encoding: z.enum(['hex', 'base64', 'base64url']),
    prefix: z
      .string()
      .max(32)
      .regex(/^[A-Za-z0-9:_-]*$/, 'must be letters, digits, :, _ and -')
      .default(''),
  }),
]);

const fieldKey = z.string().superRefine((key, context) => {
  const problem = fieldKeyProblem(key);
  if (problem) context.addIssue({ code: 'custom', message: problem });
});

const optionValue = z.union([z.string().max(500), z.number(), z.boolean()]);

/** One entry of `fields` (§2.3). */
export const fieldInput = strict({
  key: fieldKey,
  type: z.enum(fieldTypes),
  label: line(80),
  help: z.string().max(500).optional(),
  group: localName.optional(),
  default: z.union([z.string().max(65_536), z.number(), z.boolean(), z.array(scalar).max(200)]).optional(),
  required: z.boolean().optional(),
  showIf: z.record(z.string(), z.union([scalar, z.array(scalar).max(200)])).optional(),
  once: z.boolean().optional(),
  renamedFrom: fieldKey.optional(),
  pattern: z.string().min(1).max(200).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  integer: z.boolean().optional(),
  values: z.tuple([z.string().max(100), z.string().max(100)]).optional(),
  options: z
    .array(strict({ value: optionValue, label: line(120) }))
    .min(1)
    .max(200)
    .optional(),
  separator: z.string().min(1).max(4).optional(),
  schemes: z
    .array(z.string().regex(/^[a-z][a-z0-9+.-]{0,19}$/, 'must be a scheme such as https'))
    .min(1)
    .max(10)
    .optional(),
  generate: generate.optional(),
});

export type FieldInput = z.infer<typeof fieldInput>;
