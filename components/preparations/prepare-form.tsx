'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Form } from '@/components/form/form';
import { FormActions } from '@/components/form/form-actions';
import { RadioCards } from '@/components/form/radio-cards';
import { SubmitButton } from '@/components/form/submit-button';
import { postJob } from '@/components/jobs/post-job';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { Disclosure } from '@/components/ui/disclosure';
import { chosenOptions } from './chosen-options';
import { preparationMessages as words } from './messages';
import { PreparationOptionFields } from './preparation-option-fields';

const presets = [
  { value: 'recommended', label: words.recommended, text: words.recommendedText },
  { value: 'minimal', label: words.minimal, text: words.minimalText },
];

const sources = [
  { value: 'vendor', label: words.vendor, text: words.vendorText },
  { value: 'distribution', label: words.distribution, text: words.distributionText },
];

type PrepareFormProps = { serverId: string; note: string | null; mayManage: boolean };

/** Starts a preparation with its options, or the plan of one; leads to its page, or to the one that already runs. */
export function PrepareForm({ serverId, note, mayManage }: PrepareFormProps) {
  const router = useRouter();
  const [preset, setPreset] = useState('recommended');
  return (
    <Card id="prepare" className="scroll-mt-16">
      <CardHeader>
        <CardTitle>{words.start}</CardTitle>
        <CardDescription>{words.emptyText}</CardDescription>
      </CardHeader>
      <CardContent>
        <Form
          guarded={false}
          className="max-w-none"
          action={(_previous: unknown, form: FormData) =>
            postJob(`/api/v1/servers/${serverId}/preparations${form.has('plan') ? '/plans' : ''}`, {
              ...chosenOptions(form),
              reauthPassword: form.get('reauthPassword') ?? undefined,
            })
          }
          onSuccess={(job) => router.push(job.page as Route)}
        >
          {note && <p className="text-table text-warning">{note}</p>}
          <RadioCards
            name="preset"
            label={words.preset}
            options={presets}
            value={preset}
            onValueChange={setPreset}
            columns={2}
          />
          <RadioCards
            name="dockerSource"
            label={words.source}
            options={sources}
            defaultValue="vendor"
            columns={2}
          />
          <Disclosure summary={words.options}>
            <PreparationOptionFields
              key={preset}
              preset={preset as 'recommended' | 'minimal'}
              mayManage={mayManage}
            />
          </Disclosure>
          <FormActions>
            <SubmitButton running={words.starting}>{words.startButton}</SubmitButton>
            <SubmitButton running="" variant="outline" name="plan" value="yes" title={words.planHelp}>
              {words.planButton}
            </SubmitButton>
          </FormActions>
        </Form>
      </CardContent>
    </Card>
  );
}
