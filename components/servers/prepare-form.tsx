'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { Form } from '@/components/form/form';
import { FormActions } from '@/components/form/form-actions';
import { RadioCards } from '@/components/form/radio-cards';
import { SubmitButton } from '@/components/form/submit-button';
import { postJob } from '@/components/jobs/post-job';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { preparationMessages as words } from './messages';

const sources = [
  { value: 'vendor', label: words.vendor, text: words.vendorText },
  { value: 'distribution', label: words.distribution, text: words.distributionText },
];

/** Starts a preparation with its options; leads to its page, or to the one that already runs. */
export function PrepareForm({ serverId }: { serverId: string }) {
  const router = useRouter();
  return (
    <Card>
      <CardHeader>
        <CardTitle>{words.start}</CardTitle>
        <CardDescription>{words.emptyText}</CardDescription>
      </CardHeader>
      <CardContent>
        <Form
          guarded={false}
          className="max-w-none"
          action={(_previous: unknown, form: FormData) =>
            postJob(`/api/v1/servers/${serverId}/preparations`, { dockerSource: form.get('dockerSource') })
          }
          onSuccess={(job) => router.push(job.page as Route)}
        >
          <RadioCards
            name="dockerSource"
            label={words.source}
            options={sources}
            defaultValue="vendor"
            columns={2}
          />
          <FormActions>
            <SubmitButton running={words.starting}>{words.startButton}</SubmitButton>
          </FormActions>
        </Form>
      </CardContent>
    </Card>
  );
}
