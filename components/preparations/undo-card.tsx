'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { CheckboxField } from '@/components/form/checkbox-field';
import { ConfirmDialog } from '@/components/form/confirm-dialog';
import { Form } from '@/components/form/form';
import { FormActions } from '@/components/form/form-actions';
import { SubmitButton } from '@/components/form/submit-button';
import { postJob } from '@/components/jobs/post-job';
import { Button } from '@/components/ui/button';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { preparationMessages as words } from './messages';
import type { UndoPlan } from './undo-plan';

type UndoCardProps = { server: { id: string; name: string }; plan: UndoPlan | null };

/** Undo in two moves: a plan that lists what would be taken back, then the undo of exactly that. */
export function UndoCard({ server, plan }: UndoCardProps) {
  const router = useRouter();
  const path = `/api/v1/servers/${server.id}/preparations`;
  const open = (job: { page: string }) => router.push(job.page as Route);
  return (
    <Card>
      <CardHeader>
        <CardTitle>{words.undo}</CardTitle>
        <CardDescription>{words.undoText}</CardDescription>
      </CardHeader>
      <CardContent className="flex flex-col gap-5">
        {plan && <Planned plan={plan} />}
        {plan && plan.changes.length > 0 && (
          <div>
            <ConfirmDialog
              trigger={<Button variant="destructive">{words.undoButton}</Button>}
              tier={2}
              title={words.undoTitle(server.name)}
              consequence={words.undoConsequence}
              goes={plan.changes}
              stays={[...words.undoStays]}
              confirm={words.undoButton}
              running={words.undoing}
              action={() => postJob(`${path}/undos`, { planId: plan.id })}
              onSuccess={open}
            />
          </div>
        )}
        <Form
          guarded={false}
          className="max-w-none"
          action={(_previous: unknown, form: FormData) =>
            postJob(`${path}/undos/plans`, { withContainers: form.has('withContainers') })
          }
          onSuccess={open}
        >
          <CheckboxField name="withContainers" label={words.withContainers} help={words.withContainersHelp} />
          <FormActions>
            <SubmitButton running={words.planningUndo} variant="outline">
              {words.planUndo}
            </SubmitButton>
          </FormActions>
        </Form>
      </CardContent>
    </Card>
  );
}

function Planned({ plan }: { plan: UndoPlan }) {
  if (plan.changes.length === 0) return <p className="text-sm">{plan.stays ?? words.nothingPlanned}</p>;
  return (
    <div>
      <p className="font-medium text-sm">{words.planned}</p>
      <ul className="mt-1.5 list-disc pl-5 text-table">
        {plan.changes.map((change) => (
          <li key={change} className="[overflow-wrap:anywhere]">
            {change}
          </li>
        ))}
      </ul>
      {plan.stays && <p className="mt-3 max-w-prose text-muted-foreground text-table">{plan.stays}</p>}
    </div>
  );
}
