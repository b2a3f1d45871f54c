import 'server-only';
import type { FieldType } from '../field-model';
import { isUnprintableLine } from '../unprintable';
import type { FieldInput } from './field-input';

type Extra =
  | 'pattern'
  | 'min'
  | 'max'
  | 'integer'
  | 'values'
  | 'options'
  | 'separator'
  | 'schemes'
  | 'generate';

const texts: Extra[] = ['pattern', 'min', 'max'];
const allowed: Record<FieldType, Extra[]> = {
  text: [...texts, 'generate'],
  multiline: texts,
  number: ['min', 'max', 'integer'],
  boolean: ['values'],
  select: ['options'],
  'multi-select': ['options', 'separator'],
  password: [...texts, 'generate'],
  secret: ['generate'],
  email: ['pattern'],
  url: ['schemes', 'pattern'],
  domain: ['pattern'],
  port: [],
  path: [],
  timezone: [],
  uid: [],
  gid: [],
};
const extras: Extra[] = [
  'pattern',
  'min',
  'max',
  'integer',
  'values',
  'options',
  'separator',
  'schemes',
  'generate',
];

export type ExtraProblem = { key?: Extra; text: string };

/** The first thing about a field's extras that does not fit its type, undefined when all do. */
export function extraProblem(field: FieldInput): ExtraProblem | undefined {
  const odd = extras.find((key) => field[key] !== undefined && !allowed[field.type].includes(key));
  if (odd) return { key: odd, text: `${odd} has no meaning for a field of type ${field.type}` };
  return rangeProblem(field) ?? optionProblem(field) ?? generateProblem(field);
}

function rangeProblem({ type, min, max }: FieldInput): ExtraProblem | undefined {
  if (min !== undefined && max !== undefined && min > max)
    return { key: 'max', text: `max ${max} is smaller than min ${min}` };
  if (type === 'number') return undefined;
  const limit = type === 'multiline' ? 65_536 : 4096;
  const isLength = (value: number | undefined) =>
    value === undefined || (Number.isInteger(value) && value >= 0 && value <= limit);
  return isLength(min) && isLength(max)
    ? undefined
    : { key: isLength(min) ? 'max' : 'min', text: `a length is a whole number up to ${limit}` };
}

function optionProblem({ type, options, separator = ',', values }: FieldInput): ExtraProblem | undefined {
  if ((type === 'select' || type === 'multi-select') && !options) return { text: `a ${type} needs options` };
  const list = (options ?? []).map((option) => String(option.value));
  if (new Set(list).size < list.length) return { key: 'options', text: 'two options have the same value' };
  if (list.some(isUnprintableLine)) return { key: 'options', text: 'an option must be a single line' };
  if (type === 'multi-select' && list.some((value) => value.includes(separator))) {
    return { key: 'options', text: `an option contains the separator ${separator}` };
  }
  return values && values[0] === values[1]
    ? { key: 'values', text: 'true and false must be written differently' }
    : undefined;
}

function generateProblem({ type, generate, min, pattern }: FieldInput): ExtraProblem | undefined {
  if (!generate || type === 'secret') return undefined;
  if (pattern !== undefined)
    return { key: 'generate', text: 'a generated value may not match the pattern: leave one of them out' };
  if (typeof generate === 'object' && 'length' in generate && generate.length < (min ?? 0)) {
    return { key: 'generate', text: `generates ${generate.length} characters, but min is ${min}` };
  }
  return undefined;
}
