'use client';

import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { portPurposes } from '@/components/applications/messages';
import { SubmitButton } from '@/components/form/submit-button';
import { Card, CardContent, CardFooter, CardHeader, CardTitle } from '@/components/ui/card';
import { Code } from '@/components/ui/code';
import type { DeployFormView } from '@/lib/installed-apps/deploy-loader';
import { deployMessages as words } from './messages';
import type { PortAnswer } from './port-state';

type DeploySummaryProps = {
  form: DeployFormView['form'];
  server: string | undefined;
  instanceName: string;
  ports: Readonly<Record<string, PortAnswer>>;
};

/** What the button at its end will do, as it stands now. */
export function DeploySummary({ form, server, instanceName, ports }: DeploySummaryProps) {
  const published = form.ports.filter(({ id }) => ports[id]?.published);
  const made = form.groups.find(({ id }) => id === 'generated')?.fields ?? [];
  return (
    <Card aria-labelledby="review">
      <CardHeader>
        <CardTitle id="review">{words.review}</CardTitle>
      </CardHeader>
      <CardContent>
        <dl className="flex flex-col gap-3 text-table">
          <Part title={words.where}>{server ? `${instanceName || '–'} on ${server}` : '–'}</Part>
          <Part title={words.images}>
            {form.services.map(({ name, image }) => (
              <Code key={name} className="block">
                {image}
              </Code>
            ))}
          </Part>
          <Part title={words.reach}>
            {published.length === 0
              ? words.nothingReachable
              : published.map(({ id, web, purpose }) => (
                  <span key={id} className="block">
                    {web ?? portPurposes[purpose]}:{' '}
                    <span className="font-mono">{ports[id]?.port || '–'}</span>, {bindWords(ports[id]?.bind)}
                  </span>
                ))}
          </Part>
          {form.volumes.length > 0 && (
            <Part title={words.keeps}>
              {form.volumes.map(({ id }) => (
                <Code key={id} className="block">{`${instanceName || '…'}_${id}`}</Code>
              ))}
            </Part>
          )}
          {made.length > 0 && <Part title={words.secrets}>{made.map(({ label }) => label).join(', ')}</Part>}
          {form.privileges.length > 0 && (
            <Part title={words.rights}>
              {form.privileges.map(({ id, title }) => (
                <span key={id} className="flex gap-1.5">
                  <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warning" />
                  {title}
                </span>
              ))}
            </Part>
          )}
        </dl>
      </CardContent>
      <CardFooter>
        <SubmitButton
          running={words.submitting}
          blocked={server ? undefined : words.blocked}
          className="w-full"
        >
          {words.submit(server ?? '…')}
        </SubmitButton>
      </CardFooter>
    </Card>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-muted-foreground text-xs">{title}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}

function bindWords(bind: string | undefined): string {
  if (bind === 'all') return words.bindAll.toLowerCase();
  return bind === 'loopback' ? words.bindLoopback.toLowerCase() : words.notChosen;
}
