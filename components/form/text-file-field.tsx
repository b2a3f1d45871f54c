'use client';

import { FileKey, FileText } from 'lucide-react';
import { useRef, useState } from 'react';
import { Textarea } from '@/components/ui/textarea';
import { describedBy, Field, type FieldTexts } from './field';
import { useField } from './form-context';
import { formMessages } from './messages';

type TextFileFieldProps = FieldTexts & {
  name: string;
  placeholder?: string;
  /** Largest file in bytes. */
  limit: number;
  /** What is typed is a secret, such as a private key: it is posted once and kept nowhere in the browser. */
  secret?: boolean;
};

/** A text, pasted or read from a file in the browser. Only the text is posted. */
export function TextFileField({
  name,
  label,
  help,
  optional,
  placeholder,
  limit,
  secret,
}: TextFileFieldProps) {
  const { id, error } = useField(name);
  const text = useRef<HTMLTextAreaElement>(null);
  const [refused, setRefused] = useState<string>();
  const shown = refused ?? error;
  const tooLarge = formMessages.fileTooLarge(`${limit / 1024} KiB`);
  const Icon = secret ? FileKey : FileText;

  async function read(input: HTMLInputElement) {
    const file = input.files?.[0];
    input.value = '';
    if (!file || !text.current) return;
    if (file.size > limit) return setRefused(tooLarge);
    const content = await file.text().catch(() => null);
    if (content === null) return setRefused(formMessages.fileUnreadable);
    text.current.value = content;
    text.current.dispatchEvent(new Event('input', { bubbles: true }));
  }

  return (
    <Field id={id} label={label} help={help} optional={optional} error={shown}>
      <Textarea
        ref={text}
        id={id}
        name={name}
        rows={secret ? 6 : 8}
        required={!optional}
        // Not `maxLength`: that would cut what is pasted without a word.
        onInput={(event) => {
          const isTooLong = event.currentTarget.value.length > limit;
          event.currentTarget.setCustomValidity(isTooLong ? tooLarge : '');
          setRefused(isTooLong ? tooLarge : undefined);
        }}
        placeholder={placeholder}
        autoComplete="off"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        data-secret={secret ? '' : undefined}
        className="field-sizing-fixed max-h-64 font-mono text-table"
        {...describedBy(id, help, shown)}
      />
      <label className="inline-flex h-(--control-small) cursor-pointer items-center gap-2 self-start rounded-md border bg-card px-2.5 font-medium text-table has-focus-visible:outline-2 has-focus-visible:outline-accent-ink has-focus-visible:outline-offset-2 hover:bg-muted">
        <Icon aria-hidden="true" className="text-muted-foreground" />
        {formMessages.chooseFile}
        <input type="file" className="sr-only" onChange={(event) => read(event.currentTarget)} />
      </label>
    </Field>
  );
}
