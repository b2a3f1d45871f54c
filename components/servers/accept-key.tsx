'use client';

import { ConfirmDialog } from '@/components/form/confirm-dialog';
import { TextareaField } from '@/components/form/textarea-field';
import { Button } from '@/components/ui/button';
import { acceptHostKeyAction } from '@/lib/servers/host-key-actions';
import { changedKeyMessages as words } from './messages';

/** Accepts a changed host key: only with the fingerprint read on the console, and the password of the person. */
export function AcceptKey({ serverId, fingerprint }: { serverId: string; fingerprint: string }) {
  return (
    <ConfirmDialog
      tier={2}
      title={words.acceptTitle}
      consequence={words.acceptText}
      confirm={words.accept}
      running={words.running}
      reauth
      action={acceptHostKeyAction}
      hidden={{ serverId, fingerprint }}
      options={<TextareaField name="pasted" label={words.pasted} rows={2} required />}
      trigger={<Button variant="outline">{words.accept}</Button>}
    />
  );
}
