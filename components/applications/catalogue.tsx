import type { Route } from 'next';
import Link from 'next/link';
import { EmptyState } from '@/components/data/empty-state';
import { FilterBar } from '@/components/data/filter-bar';
import { formatNoun } from '@/components/data/format';
import { type ListParams, listAddress, listValues } from '@/components/data/list-address';
import { Pager } from '@/components/data/pager';
import { PageHeader } from '@/components/shell/page-header';
import { Alert } from '@/components/ui/alert';
import { loadApplications } from '@/lib/applications/loaders';
import type { ApplicationSummary } from '@/lib/applications/views';
import { loadServers } from '@/lib/servers/loaders';
import { ApplicationCard } from './application-card';
import { catalogueMessages as words } from './messages';

/** Every application that may be deployed. `?server=` is kept on the way to the deploy form. */
export async function Catalogue({ params }: { params: ListParams }) {
  const [{ applications }, servers] = await Promise.all([loadApplications(), loadServers()]);
  const server = servers.find(({ id }) => id === params.server);
  const query = String(params.q ?? '')
    .trim()
    .toLowerCase();
  const wanted = listValues(params.category);
  const shown = applications
    .filter(({ category }) => wanted.length === 0 || wanted.includes(category.slug))
    .filter((application) => query === '' || searchText(application).includes(query));
  return (
    <>
      <PageHeader title={words.title} description={words.description} />
      {server && (
        <Alert
          title={words.forServer(server.name)}
          className="mb-6"
          action={
            <Link href={listAddress('/applications', params, { server: null }) as Route}>
              {words.forAnyServer}
            </Link>
          }
        />
      )}
      {applications.length > 0 && (
        <FilterBar
          path="/applications"
          params={params}
          search={{ label: words.search, value: String(params.q ?? '') }}
          filters={[
            {
              name: 'category',
              label: words.category,
              options: categoriesOf(applications),
              selected: wanted,
            },
          ]}
        />
      )}
      {shown.length > 0 ? (
        <ul className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
          {shown.map((application) => (
            <li key={application.id}>
              <ApplicationCard
                application={application}
                href={`/applications/${application.id}${server ? `?server=${server.id}` : ''}`}
              />
            </li>
          ))}
        </ul>
      ) : (
        <div className="rounded-lg border border-border bg-card">
          {applications.length > 0 ? (
            <EmptyState
              kind="no-match"
              title={words.noMatch}
              action={<Link href="/applications">{words.clearFilters}</Link>}
            />
          ) : (
            <EmptyState kind="first-use" title={words.empty} text={words.emptyText} />
          )}
        </div>
      )}
      <div className="mt-2">
        <Pager total={formatNoun(shown.length, 'application')} newer={null} older={null} />
      </div>
    </>
  );
}

function searchText({ name, tagline, tags, category }: ApplicationSummary): string {
  return [name, tagline, category.name, ...tags].join(' ').toLowerCase();
}

function categoriesOf(applications: readonly ApplicationSummary[]) {
  const counts = new Map<string, { label: string; count: number }>();
  for (const { category } of applications) {
    const known = counts.get(category.slug) ?? { label: category.name, count: 0 };
    counts.set(category.slug, { ...known, count: known.count + 1 });
  }
  return [...counts]
    .map(([value, { label, count }]) => ({ value, label, count }))
    .sort((a, b) => a.label.localeCompare(b.label));
}
