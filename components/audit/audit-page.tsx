import Link from 'next/link';
import { type Column, DataTable } from '@/components/data/data-table';
import { EmptyState } from '@/components/data/empty-state';
import { FilterBar } from '@/components/data/filter-bar';
import { formatNoun } from '@/components/data/format';
import { type ListParams, listAddress, listValues } from '@/components/data/list-address';
import { Pager } from '@/components/data/pager';
import { RelativeTime } from '@/components/data/relative-time';
import { StartJobButton } from '@/components/jobs/start-job-button';
import { type HeaderFact, PageHeader } from '@/components/shell/page-header';
import { type AuditEntryView, auditListQuery, loadAuditPage } from '@/lib/audit/loaders';
import { AuditEntryPanel } from './audit-entry-panel';
import { actionOptions, actionWords, auditMessages, outcomeWords, typeOptions } from './messages';
import { OutcomeBadge } from './outcome-badge';

type AuditPageView = Awaited<ReturnType<typeof loadAuditPage>>;

const outcomeOptions = Object.entries(outcomeWords).map(([value, label]) => ({ value, label }));

/** The ledger, newest first; a row opens beside the list and stands in the address. */
export async function AuditPage({ params }: { params: ListParams }) {
  const flat = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, [value].flat()[0]]));
  const query = auditListQuery.parse(flat);
  const page = await loadAuditPage(query);
  const filtered = Boolean(
    query.type || query.action || query.outcome || query.server || query.entity || query.from || query.to,
  );
  const columns = columnsFor(params);
  return (
    <>
      <PageHeader
        title={auditMessages.title}
        description={page.seesAll ? auditMessages.text : auditMessages.operatorText}
        facts={page.mayVerify ? [verifiedFact(page.lastVerified), anchorFact(page.lastAnchor)] : undefined}
        action={
          page.mayVerify ? (
            <StartJobButton path="/api/v1/audit/verifications" running={auditMessages.verifying}>
              {auditMessages.verify}
            </StartJobButton>
          ) : undefined
        }
      />
      <FilterBar
        path="/audit"
        params={params}
        filters={[
          {
            name: 'action',
            label: 'Action',
            options: actionOptions,
            selected: listValues(params.action).slice(0, 1),
          },
          {
            name: 'type',
            label: 'Thing',
            options: typeOptions,
            selected: listValues(params.type).slice(0, 1),
          },
          {
            name: 'outcome',
            label: 'Outcome',
            options: outcomeOptions,
            selected: listValues(params.outcome).slice(0, 1),
          },
        ]}
      />
      {query.entry && (
        <AuditEntryPanel seq={query.entry} closeHref={listAddress('/audit', params, { entry: null })} />
      )}
      <DataTable
        caption={auditMessages.title}
        columns={columns}
        rows={page.entries}
        rowKey={(entry) => entry.id}
        empty={
          filtered ? (
            <EmptyState
              kind="no-match"
              title={auditMessages.noMatch}
              action={<Link href="/audit">{auditMessages.clearFilters}</Link>}
            />
          ) : (
            <EmptyState kind="first-use" title={auditMessages.empty} text={auditMessages.emptyText} />
          )
        }
      />
      <Pager
        total={
          page.older ? `${page.entries.length}+ entries` : formatNoun(page.entries.length, 'entry', 'entries')
        }
        newer={
          page.newer
            ? listAddress('/audit', params, { after: String(page.newer), before: null, entry: null })
            : null
        }
        older={
          page.older
            ? listAddress('/audit', params, { before: String(page.older), after: null, entry: null })
            : null
        }
      />
    </>
  );
}

function verifiedFact(last: AuditPageView['lastVerified']): HeaderFact {
  if (!last) return auditMessages.notVerified;
  return {
    text: (
      <>
        {auditMessages.lastVerified(last.seq)} <RelativeTime at={last.at} />
      </>
    ),
  };
}

function anchorFact(last: AuditPageView['lastAnchor']): HeaderFact {
  return last ? auditMessages.lastAnchor(last.seq) : auditMessages.noAnchor;
}

function columnsFor(params: ListParams): Column<AuditEntryView>[] {
  return [
    {
      key: 'action',
      header: 'Action',
      card: 'title',
      cell: (entry) => (
        <Link
          href={
            listAddress('/audit', params, {
              entry: String(entry.seq),
              before: (params.before as string) ?? null,
            }) as '/audit'
          }
          scroll={false}
          className="font-medium"
        >
          {actionWords(entry.entityType, entry.action)} {entry.entityType === 'auth' ? '' : entry.entityName}
        </Link>
      ),
    },
    { key: 'actor', header: 'Actor', card: 'fact', cell: (entry) => entry.actorName },
    {
      key: 'outcome',
      header: 'Outcome',
      card: 'status',
      cell: (entry) => <OutcomeBadge outcome={entry.outcome} />,
    },
    { key: 'time', header: 'Time', card: 'fact', cell: (entry) => <RelativeTime at={entry.timestamp} /> },
    {
      key: 'address',
      header: 'Address',
      from: 'lg',
      cell: (entry) => <span className="font-mono">{entry.clientIp ?? '–'}</span>,
    },
    { key: 'seq', header: '#', align: 'end', from: 'lg', cell: (entry) => entry.seq },
  ];
}
