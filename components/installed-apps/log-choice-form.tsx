'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { type FormEvent, useRef, useState, useTransition } from 'react';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Label } from '@/components/ui/label';
import { NativeSelect } from '@/components/ui/native-select';
import { Spinner } from '@/components/ui/spinner';
import type { LogChoice } from './log-window';
import { logMessages as words } from './messages';

type LogChoiceFormProps = {
  path: string;
  choice: LogChoice;
  services: readonly string[];
  /** Whether all services can be read as one log. */
  together: boolean;
};

/** Whose log, and how much of it: an ordinary form; with scripts each choice leads on at once. */
export function LogChoiceForm({ path, choice, services, together }: LogChoiceFormProps) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [pending, start] = useTransition();
  const [show, setShow] = useState<string>(choice.show);

  function go() {
    if (!form.current) return;
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form.current)) if (value !== '') query.set(name, String(value));
    if (query.get('show') === 'from' && !query.get('from')) return;
    if (query.get('show') !== 'from') query.delete('from');
    start(() => router.replace(`${path}?${query}` as Route, { scroll: false }));
  }

  function onChange(event: FormEvent<HTMLFormElement>) {
    // A moment is typed in parts; it counts when the person leaves the field or presses Enter.
    if (!(event.target instanceof HTMLInputElement)) go();
  }

  return (
    <form
      ref={form}
      action={path}
      className="mb-4 grid grid-cols-2 items-end gap-3 sm:flex sm:flex-wrap"
      onChange={onChange}
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      {services.length > 1 && (
        <div className="flex min-w-0 flex-col gap-1 sm:min-w-40">
          <Label htmlFor="log-service">{words.service}</Label>
          <NativeSelect id="log-service" name="service" defaultValue={choice.service ?? ''}>
            {together && <option value="">{words.all}</option>}
            {services.map((service) => (
              <option key={service} value={service}>
                {service}
              </option>
            ))}
          </NativeSelect>
        </div>
      )}
      <div className="flex min-w-0 flex-col gap-1 sm:min-w-44">
        <Label htmlFor="log-show">{words.show}</Label>
        <NativeSelect
          id="log-show"
          name="show"
          defaultValue={choice.show}
          onChange={(event) => setShow(event.target.value)}
        >
          {Object.entries(words.windows).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </NativeSelect>
      </div>
      <div
        className={
          show === 'from'
            ? 'col-span-2 flex flex-col gap-1'
            : 'hidden noscript:flex noscript:flex-col noscript:gap-1'
        }
      >
        <Label htmlFor="log-from">{words.since}</Label>
        <Input
          id="log-from"
          name="from"
          type="datetime-local"
          step={1}
          defaultValue={choice.from}
          onBlur={() => show === 'from' && go()}
        />
      </div>
      <Button type="submit" variant="outline" className="hidden noscript:inline-flex">
        {words.apply}
      </Button>
      {pending && <Spinner />}
    </form>
  );
}
