'use client';

import { Search } from 'lucide-react';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { type FormEvent, useEffect, useEffectEvent, useRef, useTransition } from 'react';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Spinner } from '@/components/ui/spinner';
import { FilterMenu } from './filter-menu';
import { type ListParams, listAddress } from './list-address';
import { dataMessages } from './messages';

export type Filter = {
  /** Name in the address. */
  name: string;
  label: string;
  options: { value: string; label: string; count?: number }[];
  selected: string[];
  /** Whether one value at most is chosen. */
  single?: boolean;
};

type FilterFormProps = {
  path: string;
  params: ListParams;
  search?: { label: string; value: string };
  filters: Filter[];
};

/** The controls of a `FilterBar`; with scripts each change leads to the new address after a short pause. */
export function FilterForm({ path, params, search, filters }: FilterFormProps) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [pending, start] = useTransition();
  const kept = Object.entries(params).filter(
    ([name]) => !['q', 'after', 'before', ...filters.map((filter) => filter.name)].includes(name),
  );
  const state = JSON.stringify([search?.value, filters.map((filter) => filter.selected)]);

  // A chip or the Back button changed the address: the controls follow, unless somebody is using them.
  const follow = useEffectEvent(() => {
    if (!form.current?.contains(document.activeElement)) form.current?.reset();
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the address.
  useEffect(() => follow(), [state]);
  useEffect(() => () => clearTimeout(timer.current), []);

  function go() {
    clearTimeout(timer.current);
    if (!form.current) return;
    const data = new FormData(form.current);
    const changes: Record<string, string | string[]> = { q: String(data.get('q') ?? '').trim() };
    for (const filter of filters) changes[filter.name] = data.getAll(filter.name).map(String);
    start(() => router.replace(listAddress(path, params, changes) as Route, { scroll: false }));
  }

  function onInput(event: FormEvent<HTMLFormElement>) {
    clearTimeout(timer.current);
    const typing = event.target instanceof HTMLInputElement && event.target.type === 'search';
    timer.current = setTimeout(go, typing ? 300 : 0);
  }

  return (
    <search>
      <form
        ref={form}
        action={path}
        className="flex flex-wrap items-center gap-2"
        onInput={onInput}
        onSubmit={(event) => {
          event.preventDefault();
          go();
        }}
      >
        {search && (
          <div className="relative w-full sm:w-72">
            <Search
              aria-hidden="true"
              className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-muted-foreground"
            />
            <Input
              type="search"
              name="q"
              defaultValue={search.value}
              placeholder={search.label}
              aria-label={search.label}
              autoComplete="off"
              spellCheck={false}
              className="pl-9"
            />
          </div>
        )}
        {filters.map((filter) => (
          <FilterMenu key={filter.name} filter={filter} />
        ))}
        {kept.map(
          ([name, value]) =>
            value !== undefined && (
              <input key={name} type="hidden" name={name} value={[value].flat().join(',')} />
            ),
        )}
        <Button type="submit" variant="outline" className="hidden noscript:inline-flex">
          {dataMessages.apply}
        </Button>
        {pending && <Spinner />}
      </form>
    </search>
  );
}
