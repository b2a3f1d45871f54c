'use client';

import type { Route } from 'next';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { Form } from '@/components/form/form';
import { FormActions } from '@/components/form/form-actions';
import { RadioCards } from '@/components/form/radio-cards';
import { SubmitButton } from '@/components/form/submit-button';
import { TextField } from '@/components/form/text-field';
import { TextareaField } from '@/components/form/textarea-field';
import { postJob, type StartedGroup } from '@/components/jobs/post-job';
import { Badge } from '@/components/ui/badge';
import { buttonVariants } from '@/components/ui/button';
import { commandMessages as words } from './bulk-messages';

const accounts = [
  { value: 'account', label: words.account, text: words.accountText },
  { value: 'root', label: words.root, text: words.rootText },
];

type CommandFormProps = { targets: { id: string; name: string }[]; timeoutSeconds: number };

/** A command, as whom and how long it may run, and where: leads to its output on every server. */
export function CommandForm({ targets, timeoutSeconds }: CommandFormProps) {
  const router = useRouter();
  const [first] = targets;
  const servers = targets.length === 1 && first ? first.name : `${targets.length} servers`;
  return (
    <Form
      action={(_previous: unknown, form: FormData) =>
        postJob<StartedGroup>('/api/v1/commands', {
          serverIds: targets.map(({ id }) => id),
          command: form.get('command'),
          as: form.get('as'),
          timeoutSeconds: form.get('timeoutSeconds'),
          ...(form.get('reauthPassword') && { reauthPassword: form.get('reauthPassword') }),
        })
      }
      onSuccess={({ page }) => router.push(page as Route)}
    >
      <section aria-labelledby="runs-on">
        <h2 id="runs-on" className="mb-2 font-medium text-table">
          {words.on}
        </h2>
        <ul className="flex max-h-32 flex-wrap gap-1.5 overflow-y-auto">
          {targets.map(({ id, name }) => (
            <li key={id}>
              <Badge>{name}</Badge>
            </li>
          ))}
        </ul>
      </section>
      <TextareaField
        name="command"
        label={words.command}
        help={words.commandHelp}
        rows={6}
        maxLength={16 * 1024}
        spellCheck={false}
        autoCapitalize="none"
        autoComplete="off"
        className="font-mono text-table"
      />
      <RadioCards name="as" label={words.as} options={accounts} defaultValue="account" columns={2} />
      <TextField
        name="timeoutSeconds"
        label={words.timeout}
        help={words.timeoutHelp}
        inputMode="numeric"
        defaultValue={String(timeoutSeconds)}
        fieldClassName="max-w-60"
      />
      <FormActions>
        <SubmitButton running={words.running}>{words.submit(servers)}</SubmitButton>
        <Link href="/servers" className={buttonVariants({ variant: 'ghost' })}>
          {words.cancel}
        </Link>
      </FormActions>
    </Form>
  );
}
