import 'server-only';
import { type Field, isSecretType } from '../field-model';
import type { PathStep } from '../problem';
import { compilePattern } from '../safe-pattern';
import type { AppInput } from './app-input';
import { extraProblem } from './field-extras';
import type { FieldInput } from './field-input';
import type { Findings } from './findings';

/** Reads the list `fields` into the model: defaults as they would stand in `.env`, conditions as lists of such values. */
export function readFields(findings: Findings, app: AppInput): Field[] {
  const fields: Field[] = [];
  app.fields.forEach((input, index) => {
    const path = ['fields', index];
    if (fields.some((field) => field.key === input.key))
      findings.add([...path, 'key'], 'duplicate-id', `field ${input.key} stands here twice`);
    if (input.group && !app.groups.some((group) => group.id === input.group)) {
      findings.add([...path, 'group'], 'unknown-group', `${input.group} is not in the list groups`);
    }
    fields.push(readField(findings, path, input, fields));
  });
  return fields;
}

function readField(
  findings: Findings,
  path: readonly PathStep[],
  input: FieldInput,
  earlier: readonly Field[],
): Field {
  const problem = extraProblem(input);
  if (problem) findings.add(problem.key ? [...path, problem.key] : path, 'schema', problem.text);
  checkPattern(findings, path, input);
  const field: Field = {
    key: input.key,
    type: input.type,
    label: input.label,
    help: input.help,
    group: input.group,
    required: input.required ?? false,
    once: input.once ?? false,
    renamedFrom: input.renamedFrom,
    pattern: input.pattern,
    min: input.min,
    max: input.max,
    integer: input.integer ?? false,
    values: input.type === 'boolean' ? (input.values ?? ['true', 'false']) : undefined,
    options: input.options?.map((option, index) => ({
      value: findings.spelled([...path, 'options', index, 'value'], option.value),
      label: option.label,
    })),
    separator: input.type === 'multi-select' ? (input.separator ?? ',') : undefined,
    schemes: input.type === 'url' ? (input.schemes ?? ['http', 'https']) : undefined,
    generate: input.generate ?? (input.type === 'secret' ? { length: 32, charset: 'alnum' } : undefined),
  };
  return {
    ...field,
    default: readDefault(findings, path, input, field),
    showIf: readCondition(findings, path, input, earlier),
  };
}

function checkPattern(findings: Findings, path: readonly PathStep[], input: FieldInput): void {
  if (input.pattern === undefined) return;
  const compiled = compilePattern(input.pattern, input.max);
  if ('problem' in compiled) findings.add([...path, 'pattern'], 'schema', compiled.problem);
}

function readDefault(
  findings: Findings,
  path: readonly PathStep[],
  input: FieldInput,
  field: Field,
): string | undefined {
  const raw = input.default;
  if (raw === undefined) return undefined;
  const at = [...path, 'default'];
  if (isSecretType(input.type)) {
    findings.add(
      at,
      'literal-secret',
      `${input.key} is a ${input.type} and cannot have a default; use generate`,
    );
    return undefined;
  }
  const values = Array.isArray(raw)
    ? raw.map((value, index) => findings.spelled([...at, index], value))
    : [findings.spelled(at, raw)];
  if (Array.isArray(raw) && input.type !== 'multi-select')
    findings.add(at, 'schema', 'only a multi-select has a list as its default');
  if (field.options && values.some((value) => !field.options?.some((option) => option.value === value))) {
    findings.add(at, 'schema', `${values.join(', ')} is not one of the options`);
  }
  if (field.values) return asBoolean(values[0] ?? '', field.values);
  return values.join(field.separator ?? ',');
}

function readCondition(
  findings: Findings,
  path: readonly PathStep[],
  input: FieldInput,
  earlier: readonly Field[],
): Field['showIf'] {
  if (!input.showIf) return undefined;
  const condition: Record<string, string[]> = {};
  for (const [key, raw] of Object.entries(input.showIf)) {
    const at = [...path, 'showIf', key];
    const field = earlier.find((one) => one.key === key);
    if (!field)
      findings.add(at, 'unknown-field', `${key} is not a field that stands before this one`, { side: 'key' });
    else if (isSecretType(field.type))
      findings.add(at, 'schema', `${key} is a ${field.type}: a condition would reveal it`, { side: 'key' });
    const values = Array.isArray(raw)
      ? raw.map((value, index) => findings.spelled([...at, index], value))
      : [findings.spelled(at, raw)];
    condition[key] = field?.values
      ? values.map((value) => asBoolean(value, field.values ?? ['true', 'false']))
      : values;
  }
  return condition;
}

/** `true` and `false` in a definition mean whatever the field writes for them. */
function asBoolean(value: string, [yes, no]: [string, string]): string {
  if (value === 'true') return yes;
  return value === 'false' ? no : value;
}
