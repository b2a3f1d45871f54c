'use client';

import { CircleAlert, CircleCheck } from 'lucide-react';
import { useId } from 'react';
import { portPurposes } from '@/components/applications/messages';
import { describedBy, FieldNotes } from '@/components/form/field';
import { useField } from '@/components/form/form-context';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Input } from '@/components/ui/input';
import { Label } from '@/components/ui/label';
import { NativeSelect } from '@/components/ui/native-select';
import type { DeployFormView } from '@/lib/installed-apps/deploy-loader';
import { deployMessages as words } from './messages';
import { heldBy, isPort, nextFree, type PortAnswer } from './port-state';

type Port = DeployFormView['form']['ports'][number];

type DeployPortProps = {
  port: Port;
  answer: PortAnswer;
  taken: NonNullable<DeployFormView['chosen']>['taken'];
  range: DeployFormView['range'];
  /** The answer that the server refused last; its complaint ends when the answer is changed. */
  refused: PortAnswer | undefined;
  /** A free port that the server named then. */
  suggested: unknown;
  onChange: (change: Partial<PortAnswer>) => void;
};

/** One port: its number on the server, who may reach it, whether it is free, and a free one on a click when it is not. */
export function DeployPort({ port, answer, taken, range, refused, suggested, onChange }: DeployPortProps) {
  const name = `ports.${port.id}`;
  const { id, error } = useField(name);
  const noteId = useId();
  const protocols = protocolsOf(port);
  const holder = isPort(answer.port) ? heldBy(answer, protocols, taken) : undefined;
  const isRefused = refused?.port === answer.port && refused.bind === answer.bind;
  const wrong = (isRefused ? error : undefined) ?? (holder && `${holder}.`);
  const named = isRefused && typeof suggested === 'number' ? suggested : undefined;
  const offer =
    holder && !port.fixed ? (named ?? nextFree(Number(answer.port), protocols, taken, range)) : named;
  const title = port.web ?? portPurposes[port.purpose] ?? port.id;
  const hint = words.inside(port.target, protocols.join(' and '));
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="sr-only">{title}</legend>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span id={`${id}-label`} className="font-medium text-sm">
          {title}
        </span>
        <span className="text-muted-foreground text-table">{hint}</span>
      </div>
      {port.optional && (
        // biome-ignore lint/a11y/noLabelWithoutControl: it wraps its checkbox.
        <label className="flex min-h-7 items-center gap-3 text-sm">
          <Checkbox
            checked={answer.published}
            onChange={(event) => onChange({ published: event.target.checked })}
          />
          {words.publish(title)}
        </label>
      )}
      {answer.published && (
        <>
          <div className="grid gap-3 sm:grid-cols-[8rem_minmax(0,1fr)]">
            <div className="flex flex-col gap-1.5">
              <Label htmlFor={id} className="font-normal text-muted-foreground">
                {words.hostPort}
              </Label>
              <Input
                id={id}
                name={name}
                inputMode="numeric"
                autoComplete="off"
                value={answer.port}
                readOnly={port.fixed}
                onChange={(event) => onChange({ port: event.target.value.trim() })}
                {...describedBy(id, undefined, wrong)}
                aria-describedby={noteId}
              />
            </div>
            <div className="flex flex-col gap-1.5">
              <Label htmlFor={`${id}-bind`} className="font-normal text-muted-foreground">
                {words.bind}
              </Label>
              <NativeSelect
                id={`${id}-bind`}
                name={`binds.${port.id}`}
                required
                value={answer.bind}
                onChange={(event) => onChange({ bind: event.target.value })}
              >
                <option value="">{words.bindChoose}</option>
                <option value="all">{words.bindAll}</option>
                <option value="loopback">{words.bindLoopback}</option>
              </NativeSelect>
            </div>
          </div>
          <div id={noteId} className="flex min-h-7 flex-wrap items-center gap-x-3 text-table">
            {wrong ? (
              <>
                <span className="flex items-center gap-1.5 font-medium text-danger">
                  <CircleAlert aria-hidden="true" className="size-4 shrink-0" />
                  {wrong}
                </span>
                {offer !== undefined && (
                  <Button variant="outline" size="sm" onClick={() => onChange({ port: String(offer) })}>
                    {words.use(offer)}
                  </Button>
                )}
              </>
            ) : (
              isPort(answer.port) && (
                <span className="flex items-center gap-1.5 text-muted-foreground">
                  <CircleCheck aria-hidden="true" className="size-4 text-success" />
                  {words.free}
                </span>
              )
            )}
          </div>
          {port.fixed && <FieldNotes id={`${id}-fixed`} help={words.fixed} error={undefined} />}
        </>
      )}
    </fieldset>
  );
}

function protocolsOf({ protocol }: Port): string[] {
  return protocol === 'both' ? ['tcp', 'udp'] : [protocol];
}
