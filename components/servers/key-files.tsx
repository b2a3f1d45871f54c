'use client';

import { FileKey } from 'lucide-react';
import { useState } from 'react';
import { describedBy, Field } from '@/components/form/field';
import { useField } from '@/components/form/form-context';
import { severalMessages as words } from './bulk-messages';

const LIMIT_BYTES = 16 * 1024;

/** Keys for single lines, read from files in the browser and posted by the name of the file. */
export function KeyFiles() {
  const { id, error } = useField('keys');
  const [keys, setKeys] = useState<Record<string, string>>({});

  async function read(files: FileList | null) {
    const small = [...(files ?? [])].filter(({ size }) => size <= LIMIT_BYTES);
    const read = await Promise.all(small.map(async (file) => [file.name, await file.text()] as const));
    setKeys(Object.fromEntries(read));
  }

  const names = Object.keys(keys);
  return (
    <Field id={id} label={words.keys} help={words.keysHelp} optional error={error}>
      <input type="hidden" name="keys" value={JSON.stringify(keys)} />
      <div className="flex flex-wrap items-center gap-3">
        <label className="inline-flex h-(--control-small) cursor-pointer items-center gap-2 rounded-md border bg-card px-2.5 font-medium text-table has-focus-visible:outline-2 has-focus-visible:outline-accent-ink has-focus-visible:outline-offset-2 hover:bg-muted">
          <FileKey aria-hidden="true" className="text-muted-foreground" />
          {words.chooseKeys}
          <input
            id={id}
            type="file"
            multiple
            className="sr-only"
            {...describedBy(id, words.keysHelp, error)}
            onChange={(event) => read(event.currentTarget.files)}
          />
        </label>
        <span className="min-w-0 break-all text-muted-foreground text-table">
          {names.length > 0 ? names.join(', ') : words.noKeys}
        </span>
      </div>
    </Field>
  );
}
