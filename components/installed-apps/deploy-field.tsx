'use client';

import type { ComponentProps } from 'react';
import { CheckboxField } from '@/components/form/checkbox-field';
import { FieldNotes } from '@/components/form/field';
import { useField } from '@/components/form/form-context';
import { SecretField } from '@/components/form/secret-field';
import { SelectField } from '@/components/form/select-field';
import { TextField } from '@/components/form/text-field';
import { TextareaField } from '@/components/form/textarea-field';
import { Checkbox } from '@/components/ui/checkbox';
import type { DeployFormView } from '@/lib/installed-apps/deploy-loader';
import { GeneratedPasswordField } from './generated-password-field';

export type Question = DeployFormView['form']['groups'][number]['fields'][number];

type DeployFieldProps = {
  field: Question;
  /** The answer of an earlier try. */
  earlier: string | undefined;
  onGenerated: (generated: boolean) => void;
};

/** One question of a definition as the control that fits its type. The server alone decides about the answer. */
export function DeployField({ field, earlier, onGenerated }: DeployFieldProps) {
  const { type, label, help, key, min, max, options } = field;
  const name = `fields.${key}`;
  const optional = !field.required;
  const start = earlier ?? field.default;
  if (type === 'password') {
    if (field.generate === 'offered')
      return <GeneratedPasswordField {...{ name, label, help, optional, min, max, onGenerated }} />;
    return <SecretField {...{ name, label, help, optional }} autoComplete="new-password" />;
  }
  if (type === 'boolean') {
    return (
      <>
        <input type="hidden" name={`${name}.shown`} value="1" />
        <CheckboxField
          {...{ name, label, help }}
          value="true"
          defaultChecked={start === (field.values?.[0] ?? 'true') || start === 'true'}
        />
      </>
    );
  }
  if (type === 'select')
    return (
      <SelectField
        {...{ name, label, help, optional, options }}
        defaultValue={start}
        placeholder={start === undefined || optional ? '–' : undefined}
      />
    );
  if (type === 'multi-select') return <ManyChoices field={field} chosen={start?.split(',') ?? []} />;
  if (type === 'multiline')
    return (
      <TextareaField
        {...{ name, label, help, optional }}
        defaultValue={start}
        rows={6}
        spellCheck={false}
        className="max-h-96 font-mono text-table"
      />
    );
  return <TextField {...{ name, label, help, optional }} defaultValue={start} {...controls[type]} />;
}

/** Keyboards and hints that browsers have for a type; nothing here refuses what the server would take. */
const controls: Partial<Record<Question['type'], Omit<ComponentProps<typeof TextField>, 'name' | 'label'>>> =
  {
    number: { inputMode: 'decimal' },
    port: { inputMode: 'numeric' },
    uid: { inputMode: 'numeric', placeholder: '1000' },
    gid: { inputMode: 'numeric', placeholder: '1000' },
    email: { inputMode: 'email', autoCapitalize: 'none', spellCheck: false },
    url: { inputMode: 'url', autoCapitalize: 'none', spellCheck: false },
    domain: { inputMode: 'url', autoCapitalize: 'none', spellCheck: false },
    path: { autoCapitalize: 'none', spellCheck: false },
    timezone: { autoCapitalize: 'none', spellCheck: false, placeholder: 'Etc/UTC' },
    text: { spellCheck: false },
  };

function ManyChoices({ field, chosen }: { field: Question; chosen: readonly string[] }) {
  const name = `fields.${field.key}`;
  const { id, error } = useField(name);
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend id={`${id}-label`} className="mb-1.5 font-medium text-sm">
        {field.label}
      </legend>
      <input type="hidden" name={`${name}.shown`} value="1" />
      {field.options.map((option, index) => (
        // biome-ignore lint/a11y/noLabelWithoutControl: it wraps its checkbox.
        <label key={option.value} className="flex min-h-7 items-center gap-3 text-sm pointer-coarse:min-h-11">
          <Checkbox
            id={index === 0 ? id : undefined}
            name={name}
            value={option.value}
            defaultChecked={chosen.includes(option.value)}
            aria-invalid={error ? true : undefined}
          />
          {option.label}
        </label>
      ))}
      <FieldNotes id={id} help={field.help} error={error} />
    </fieldset>
  );
}
