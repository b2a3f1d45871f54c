'use client';

import { FileText } from 'lucide-react';
import { useRef, useState } from 'react';
import { describedBy, Field, type FieldTexts } from '@/components/form/field';
import { useField } from '@/components/form/form-context';
import { formMessages } from '@/components/form/messages';
import { Textarea } from '@/components/ui/textarea';

type TextFileFieldProps = FieldTexts & { name: string /** Largest file in bytes. */; limit: number };

/** A text file, pasted or read in the browser; it stays in the field, so that it can be read again. */
export function TextFileField({ name, label, help, optional, limit }: TextFileFieldProps) {
  const { id, error } = useField(name);
  const text = useRef<HTMLTextAreaElement>(null);
  const [refused, setRefused] = useState<string>();
  const shown = refused ?? error;

  async function read(input: HTMLInputElement) {
    const file = input.files?.[0];
    input.value = '';
    if (!file || !text.current) return;
    if (file.size > limit) return setRefused(formMessages.fileTooLarge(`${limit / 1024} KiB`));
    const content = await file.text().catch(() => null);
    if (content === null) return setRefused(formMessages.fileUnreadable);
    setRefused(undefined);
    text.current.value = content;
    text.current.dispatchEvent(new Event('input', { bubbles: true }));
  }

  return (
    <Field id={id} label={label} help={help} optional={optional} error={shown}>
      <Textarea
        ref={text}
        id={id}
        name={name}
        rows={8}
        maxLength={limit}
        autoComplete="off"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        className="field-sizing-fixed max-h-96 font-mono text-table"
        {...describedBy(id, help, shown)}
      />
      <label className="inline-flex h-(--control-small) cursor-pointer items-center gap-2 self-start rounded-md border bg-card px-2.5 font-medium text-table has-focus-visible:outline-2 has-focus-visible:outline-accent-ink has-focus-visible:outline-offset-2 hover:bg-muted">
        <FileText aria-hidden="true" className="text-muted-foreground" />
        {formMessages.chooseFile}
        <input type="file" className="sr-only" onChange={(event) => read(event.currentTarget)} />
      </label>
    </Field>
  );
}
