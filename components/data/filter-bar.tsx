import { X } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { type Filter, FilterForm } from './filter-form';
import { type ListParams, listAddress } from './list-address';
import { dataMessages } from './messages';

type FilterBarProps = {
  /** Address of the list. */
  path: string;
  /** The page's own search parameters, so that sort and size survive a filter. */
  params: ListParams;
  /** The search box; its parameter is `q`. */
  search?: { label: string; value: string };
  filters?: Filter[];
};

/** Search and filters of a list as a GET form, with the active ones as chips. Works without scripts, submits itself with them. */
export function FilterBar({ path, params, search, filters = [] }: FilterBarProps) {
  const chips = filters.flatMap((filter) =>
    filter.selected.map((value) => ({
      key: `${filter.name}=${value}`,
      label: filter.label,
      word: filter.options.find((option) => option.value === value)?.label ?? value,
      href: listAddress(path, params, { [filter.name]: filter.selected.filter((other) => other !== value) }),
    })),
  );
  const cleared = Object.fromEntries([['q', null], ...filters.map((filter) => [filter.name, null])]);
  return (
    <div className="mb-4 flex flex-col gap-2">
      <FilterForm path={path} params={params} search={search} filters={filters} />
      {chips.length > 0 && (
        <ul aria-label={dataMessages.activeFilters} className="flex flex-wrap items-center gap-2">
          {chips.map(({ key, label, word, href }) => (
            <li key={key}>
              <Link
                href={href as Route}
                replace
                scroll={false}
                className="inline-flex h-7 items-center gap-1.5 rounded-full border bg-card pr-2 pl-3 text-table transition-colors hover:bg-muted pointer-coarse:h-11"
              >
                <span className="sr-only">{dataMessages.removeFilter}</span>
                <span className="text-muted-foreground">{label}</span>
                {word}
                <X aria-hidden="true" className="size-3.5 text-muted-foreground" />
              </Link>
            </li>
          ))}
          <li>
            <Link
              href={listAddress(path, params, cleared) as Route}
              replace
              scroll={false}
              className="inline-flex h-7 items-center rounded-sm px-1 text-accent-ink text-table hover:underline pointer-coarse:h-11"
            >
              {dataMessages.clearAll}
            </Link>
          </li>
        </ul>
      )}
    </div>
  );
}
