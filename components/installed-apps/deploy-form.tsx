'use client';

import type { Route } from 'next';
import { usePathname, useRouter } from 'next/navigation';
import { type FormEvent, type ReactNode, useState } from 'react';
import { volumePurposes } from '@/components/applications/messages';
import { Form } from '@/components/form/form';
import { TextField } from '@/components/form/text-field';
import { postJob, type StartedJob } from '@/components/jobs/post-job';
import { Code } from '@/components/ui/code';
import { defaultName } from '@/lib/installed-apps/default-name';
import type { DeployFormView } from '@/lib/installed-apps/deploy-loader';
import type { ActionResult } from '@/lib/procedures/result';
import { ChangeSummary } from './change-summary';
import { deployBody } from './deploy-body';
import { DeployLimits } from './deploy-limits';
import { DeployPort } from './deploy-ports';
import { DeployQuestions } from './deploy-questions';
import { DeploySummary } from './deploy-summary';
import { deployMessages as words } from './messages';
import type { PortAnswer } from './port-state';
import { ServerChoice } from './server-choice';
import { SurveyButton } from './survey-button';
import { useChanges } from './use-changes';

type DeployFormProps = {
  view: DeployFormView;
  /** Names this visit of the form, so that sending it twice deploys once. */
  requestKey: string;
  /** When who listens on the server was last asked. */
  surveyed: ReactNode;
  /** Whether a deployed app is changed, instead of one being deployed. */
  changing?: boolean;
};

/**
 * The deploy form: where, what is asked, ports and storage, limits, and beside them what it comes to. Sends JSON to the same
 * route as a program would; what is refused comes back to its field and nothing typed is lost.
 */
export function DeployForm({ view, requestKey, surveyed, changing = false }: DeployFormProps) {
  const { application, form, chosen, earlier, range } = view;
  const router = useRouter();
  const pathname = usePathname();
  const [key] = useState(requestKey);
  const [name, setName] = useState<string | null>(earlier?.instanceName ?? null);
  const [answers, setAnswers] = useState<Record<string, string>>(earlier?.fields ?? {});
  const [portEdits, setPortEdits] = useState<Record<string, Partial<PortAnswer>>>({});
  const [generated, setGenerated] = useState<string[]>([]);
  const [refused, setRefused] = useState<Refused>({ ports: {}, suggestions: {} });
  const instanceName = name ?? chosen?.instanceName ?? '';
  const ports = Object.fromEntries(
    form.ports.map((port) => [port.id, { ...startOf(port, view), ...portEdits[port.id] }]),
  );

  const bodyOf = (data: FormData) =>
    deployBody(data, {
      applicationId: application.id,
      serverId: chosen?.id ?? '',
      form,
      generated,
      installedAppId: earlier?.id,
    });
  const { changes, frame } = useChanges(changing, form, bodyOf);

  async function send(_previous: unknown, data: FormData): Promise<ActionResult<StartedJob>> {
    const body = bodyOf(data);
    const result =
      changing && earlier
        ? await postJob(`/api/v1/apps/${earlier.id}/configurations`, configurationOf(body))
        : await postJob('/api/v1/apps', body, key);
    setRefused({ ports, suggestions: result.ok ? {} : (result.error.data ?? {}) });
    return result;
  }

  /** Conditions between questions follow what is typed; secrets are no part of them. */
  function follow(event: FormEvent<HTMLDivElement>) {
    const control = event.target;
    if (!(control instanceof HTMLInputElement || control instanceof HTMLSelectElement)) return;
    const field = form.groups
      .flatMap(({ fields }) => fields)
      .find((one) => control.name === `fields.${one.key}`);
    if (!field || field.secret) return;
    const [yes, no] = field.values ?? ['true', 'false'];
    const isBox = control instanceof HTMLInputElement && control.type === 'checkbox';
    const value = isBox ? (control.checked ? yes : no) : control.value;
    setAnswers((known) => ({ ...known, [field.key]: value }));
  }

  return (
    <Form action={send} onSuccess={({ page }) => router.push(page as Route)} className="max-w-none">
      <div
        ref={frame}
        className="grid grid-cols-1 items-start gap-8 lg:grid-cols-[minmax(0,640px)_minmax(280px,360px)]"
        onInput={follow}
      >
        <div className="flex min-w-0 flex-col gap-8">
          <Section id="where" title={words.where}>
            {!changing && (
              <ServerChoice
                view={view}
                onChoose={(id) => router.replace(`${pathname}?server=${id}` as Route, { scroll: false })}
              />
            )}
            <div className="grid gap-5 sm:grid-cols-2">
              <TextField
                name="instanceName"
                label={words.instanceName}
                help={changing ? undefined : earlier ? words.instanceFixed : words.instanceHelp}
                value={instanceName}
                readOnly={earlier !== null}
                maxLength={40}
                autoCapitalize="none"
                spellCheck={false}
                onChange={(event) => setName(event.target.value)}
              />
              <TextField
                name="displayName"
                label={words.displayName}
                optional
                maxLength={80}
                defaultValue={earlier?.displayName}
                placeholder={defaultName(application, instanceName)}
              />
            </div>
          </Section>
          <Section id="configure" title={words.configure}>
            {changing && <p className="text-muted-foreground text-table">{words.secretsStay}</p>}
            <DeployQuestions
              groups={form.groups}
              answers={answers}
              earlier={earlier?.fields ?? {}}
              onGenerated={(field, made) =>
                setGenerated((known) => [...known.filter((one) => one !== field), ...(made ? [field] : [])])
              }
            />
          </Section>
          <Section id="ports" title={words.portsAndStorage}>
            {form.ports.map((port) => (
              <DeployPort
                key={port.id}
                port={port}
                answer={ports[port.id] ?? { port: '', bind: '', published: true }}
                taken={chosen?.taken ?? []}
                range={range}
                refused={refused.ports[port.id]}
                suggested={refused.suggestions[`suggestion.${port.id}`]}
                onChange={(change) =>
                  setPortEdits((known) => ({ ...known, [port.id]: { ...known[port.id], ...change } }))
                }
              />
            ))}
            {form.ports.length > 0 && (
              <p className="text-muted-foreground text-table">
                {words.firewall}
                {chosen && (
                  <>
                    {' '}
                    {words.surveyed} {surveyed}. <SurveyButton serverId={chosen.id} />
                  </>
                )}
              </p>
            )}
            {form.volumes.length === 0 ? (
              <p className="text-muted-foreground text-table">{words.noVolumes}</p>
            ) : (
              <ul className="flex flex-col gap-2 text-table">
                {form.volumes.map(({ id, purpose, description }) => (
                  <li key={id} className="flex flex-wrap items-baseline gap-x-3">
                    <span className="font-medium">{volumePurposes[purpose]}</span>
                    <span className="text-muted-foreground">{description}</span>
                    <span className="text-muted-foreground">
                      {words.volume} <Code>{`${instanceName || '…'}_${id}`}</Code>
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </Section>
          <DeployLimits services={form.services} earlier={earlier?.limits ?? {}} />
        </div>
        <div className="min-w-0 lg:sticky lg:top-20">
          {changing ? (
            <ChangeSummary name={earlier?.displayName ?? ''} changes={changes} />
          ) : (
            <DeploySummary form={form} server={chosen?.name} instanceName={instanceName} ports={ports} />
          )}
        </div>
      </div>
    </Form>
  );
}

/** What of a body can be changed later. */
function configurationOf({ displayName, fields, generated, ports, limits }: Record<string, unknown>) {
  return { displayName, fields, generated, ports, limits };
}

/** The ports that the server refused last, and the free ones that it named. */
type Refused = { ports: Record<string, PortAnswer>; suggestions: Record<string, unknown> };

/** What a port begins with: the earlier answer, else what is free on the server; who may reach a web page is always asked. */
function startOf(
  port: DeployFormView['form']['ports'][number],
  { chosen, earlier }: DeployFormView,
): PortAnswer {
  const before = earlier?.ports.find(({ id }) => id === port.id);
  if (before) return { port: String(before.port), bind: bindOf(before.address), published: true };
  const proposal = chosen?.proposals.find(({ id }) => id === port.id);
  const number = proposal?.port ?? port.preferred;
  return {
    port: number === undefined ? '' : String(number),
    bind: port.purpose === 'web' ? '' : 'loopback',
    published: !port.optional || earlier === null,
  };
}

function bindOf(address: string): string {
  if (address === '0.0.0.0') return 'all';
  return address === '127.0.0.1' ? 'loopback' : address;
}

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-5">
      <h2 id={id} className="border-border border-b pb-2 font-semibold text-base">
        {title}
      </h2>
      {children}
    </section>
  );
}
