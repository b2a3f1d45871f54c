import { Circle, CircleCheck } from 'lucide-react';
import Link from 'next/link';
import { buttonVariants } from '@/components/ui/button';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import type { ServerSummary } from '@/lib/servers/views';
import { dashboardMessages as words } from './messages';

type Step = { title: string; text: string; done: boolean; href: string };

/** The way from nothing to an app that runs; the next step carries the one filled button. */
export function FirstSteps({
  servers,
  apps,
  mayAdd,
}: {
  servers: ServerSummary[];
  apps: number;
  mayAdd: boolean;
}) {
  const [first] = servers;
  const prepared = servers.find((server) => server.preparation === 'completed');
  const steps: Step[] = [
    {
      title: words.addServer,
      text: words.addServerText,
      done: servers.length > 0,
      href: mayAdd ? '/servers/new' : '/servers',
    },
    {
      title: words.prepare,
      text: words.prepareText,
      done: prepared !== undefined,
      href: first ? `/servers/${first.id}` : '/servers',
    },
    { title: words.deploy, text: words.deployText, done: apps > 0, href: '/applications' },
  ];
  const next = steps.findIndex((step) => !step.done);
  return (
    <Card>
      <CardHeader>
        <CardTitle>{words.start}</CardTitle>
        <CardDescription>{words.startText}</CardDescription>
      </CardHeader>
      <CardContent>
        <ol className="flex flex-col divide-y divide-border">
          {steps.map((step, index) => (
            <li key={step.title} className="flex items-center gap-3 py-3">
              {step.done ? (
                <CircleCheck aria-hidden="true" className="shrink-0 text-success" />
              ) : (
                <Circle aria-hidden="true" className="shrink-0 text-muted-foreground" />
              )}
              <div className="min-w-0 flex-1">
                <p className="font-medium">
                  {step.title}
                  {step.done && <span className="sr-only"> – {words.done}</span>}
                </p>
                <p className="text-muted-foreground text-table">{step.text}</p>
              </div>
              {index === next && (
                <Link href={step.href as '/servers'} className={buttonVariants()}>
                  {step.title}
                </Link>
              )}
            </li>
          ))}
        </ol>
      </CardContent>
    </Card>
  );
}
