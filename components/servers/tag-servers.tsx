'use client';

import { useState } from 'react';
import { Form } from '@/components/form/form';
import { FormActions } from '@/components/form/form-actions';
import { SubmitButton } from '@/components/form/submit-button';
import { TextField } from '@/components/form/text-field';
import { Button } from '@/components/ui/button';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import { tagServersAction } from '@/lib/servers/edit-actions';
import { bulkMessages as words } from './bulk-messages';

/** Puts tags on the chosen servers and takes others off. */
export function TagServers({ serverIds }: { serverIds: string[] }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="outline" size="sm">
          {words.tags}
        </Button>
      </PopoverTrigger>
      <PopoverContent align="start" aria-label={words.tags}>
        <Form
          action={tagServersAction}
          hidden={{ serverIds: serverIds.join(',') }}
          guarded={false}
          onSuccess={() => setOpen(false)}
        >
          <TextField name="add" label={words.addTags} help={words.tagsHelp} optional />
          <TextField name="remove" label={words.removeTags} optional />
          <FormActions>
            <SubmitButton running={words.saving}>{words.saveTags}</SubmitButton>
          </FormActions>
        </Form>
      </PopoverContent>
    </Popover>
  );
}
