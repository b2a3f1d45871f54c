'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { Form } from '@/components/form/form';
import { FormActions } from '@/components/form/form-actions';
import { SubmitButton } from '@/components/form/submit-button';
import { TextField } from '@/components/form/text-field';
import { postJob } from '@/components/jobs/post-job';
import { type JumpHost, JumpHostField } from './jump-host-field';
import { addMessages, settingsMessages as words } from './messages';

type AddressFormProps = {
  serverId: string;
  host: string;
  port: number;
  jumpServerId: string;
  jumpHosts: JumpHost[];
};

/** Where a server is reached. Saving looks there first, as a job, so that no secret follows an address to a stranger. */
export function AddressForm({ serverId, host, port, jumpServerId, jumpHosts }: AddressFormProps) {
  const router = useRouter();
  return (
    <Form
      action={(_previous: unknown, form: FormData) =>
        postJob(`/api/v1/servers/${serverId}/moves`, {
          host: form.get('host'),
          port: form.get('port'),
          jumpServerId: form.get('jumpServerId') ?? '',
          reauthPassword: form.get('reauthPassword') ?? undefined,
        })
      }
      onSuccess={(job) => router.push(job.page as Route)}
    >
      <div className="grid gap-5 sm:grid-cols-[minmax(0,1fr)_7rem]">
        <TextField
          name="host"
          label={addMessages.host}
          required
          defaultValue={host}
          autoCapitalize="none"
          spellCheck={false}
        />
        <TextField
          name="port"
          label={addMessages.port}
          required
          inputMode="numeric"
          defaultValue={String(port)}
        />
      </div>
      <JumpHostField hosts={jumpHosts} value={jumpServerId} />
      <FormActions>
        <SubmitButton variant="outline" running={words.moving}>
          {words.move}
        </SubmitButton>
      </FormActions>
    </Form>
  );
}
