'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { Form } from '@/components/form/form';
import { FormActions } from '@/components/form/form-actions';
import { SecretField } from '@/components/form/secret-field';
import { SubmitButton } from '@/components/form/submit-button';
import { postJob } from '@/components/jobs/post-job';
import { CodeBlock } from '@/components/ui/code';
import { keyMessages as words } from './messages';

type InstallKeyProps = {
  serverId: string;
  account: string;
  publicKey: string;
  command: string;
  /** Whether the host key is confirmed: before, no password leaves Tomo. */
  trusted: boolean;
};

/** The public half of Tomo's own key and the two ways to the server: one command by hand, or a password used once. */
export function InstallKey({ serverId, account, publicKey, command, trusted }: InstallKeyProps) {
  const router = useRouter();
  return (
    <section aria-labelledby="own-key" className="flex flex-col gap-4">
      <div>
        <h3 id="own-key" className="font-medium text-sm">
          {words.title(account)}
        </h3>
        <p className="text-muted-foreground text-table">{words.text}</p>
      </div>
      <div>
        <p className="mb-1 text-muted-foreground text-table">{words.line}</p>
        <CodeBlock what="public key">{publicKey}</CodeBlock>
      </div>
      <div>
        <p className="mb-1 text-muted-foreground text-table">{words.command(account)}</p>
        <CodeBlock what="command">{command}</CodeBlock>
      </div>
      {trusted ? (
        <Form
          guarded={false}
          className="max-w-none gap-3"
          action={(_previous: unknown, form: FormData) =>
            postJob(`/api/v1/servers/${serverId}/key-installations`, {
              password: form.get('password'),
              reauthPassword: form.get('reauthPassword') ?? undefined,
            })
          }
          onSuccess={(job) => router.push(job.page as Route)}
        >
          <SecretField name="password" label={words.password(account)} help={words.passwordHelp} />
          <FormActions>
            <SubmitButton running={words.starting}>{words.install}</SubmitButton>
          </FormActions>
        </Form>
      ) : (
        <p className="text-muted-foreground text-table">{words.afterTrust}</p>
      )}
    </section>
  );
}
