import Link from 'next/link';
import { type Column, DataTable } from '@/components/data/data-table';
import { formatDuration, formatNoun } from '@/components/data/format';
import { RefreshEvery } from '@/components/data/refresh-every';
import { RelativeTime } from '@/components/data/relative-time';
import { jobStatus } from '@/components/data/status';
import { StatusBadge } from '@/components/data/status-badge';
import { PageHeader } from '@/components/shell/page-header';
import { Progress } from '@/components/ui/progress';
import { type GroupMember, loadJobGroup } from '@/lib/jobs/group-loader';
import { isFinal, jobStatuses } from '@/lib/jobs/states';
import { CancelGroup } from './cancel-group';
import { jobMessages, jobTitle, stepTitle } from './messages';

/** One act on many servers: how far it is, and what became of it on each, as it happens. */
export async function GroupPage({ groupId }: { groupId: string }) {
  const group = await loadJobGroup(groupId);
  const { members } = group;
  const over = members.filter(({ status }) => isFinal(status)).length;
  const title = jobTitle(group.kind, formatNoun(members.length, 'server'));
  const counts = jobStatuses
    .map((status) => ({ status, count: members.filter((member) => member.status === status).length }))
    .filter(({ count }) => count > 0);
  return (
    <>
      <PageHeader
        crumbs={[{ label: jobMessages.activity, href: '/activity' }]}
        title={title}
        facts={[
          group.requestedBy ? jobMessages.startedBy(group.requestedBy) : jobMessages.startedByTomo,
          { text: <RelativeTime at={group.createdAt} /> },
        ]}
        secondary={
          group.mayOperate && over < members.length ? (
            <CancelGroup groupId={group.id} title={title} />
          ) : undefined
        }
      />
      <RefreshEvery seconds={over < members.length ? 2 : 0} />
      <ul className="mb-3 flex flex-wrap gap-x-5 gap-y-1" aria-label={jobMessages.counts}>
        {counts.map(({ status, count }) => (
          <li key={status}>
            <StatusBadge
              status={jobStatus[status]}
              word={`${count} ${jobStatus[status].word.toLowerCase()}`}
            />
          </li>
        ))}
      </ul>
      {over < members.length && (
        <Progress
          label={jobMessages.overOf(over, members.length)}
          percent={(100 * over) / members.length}
          className="mb-4"
        />
      )}
      <DataTable
        caption={title}
        columns={columns.filter(({ key }) => group.kind === 'server.command' || !forCommands.has(key))}
        rows={members}
        rowKey={(member) => member.id}
        actions={(member) => (
          <Link href={`/activity/${member.id}`} className="text-accent-ink">
            {jobMessages.openJob}
            <span className="sr-only"> {member.targetLabel}</span>
          </Link>
        )}
        empty={null}
      />
    </>
  );
}

const forCommands = new Set(['exit', 'output']);

const columns: Column<GroupMember>[] = [
  {
    key: 'server',
    header: 'Server',
    card: 'title',
    cell: (member) =>
      member.serverId ? (
        <Link href={`/servers/${member.serverId}`} className="font-medium">
          {member.targetLabel}
        </Link>
      ) : (
        member.targetLabel
      ),
  },
  {
    key: 'status',
    header: 'Status',
    card: 'status',
    cell: (member) => <StatusBadge status={jobStatus[member.status]} reason={reasonOf(member)} />,
  },
  { key: 'exit', header: 'Exit code', align: 'end', card: 'fact', cell: (member) => member.exitCode ?? '–' },
  {
    key: 'output',
    header: 'Last output',
    card: 'fact',
    wrap: true,
    cell: (member) => <Output lines={member.output} />,
  },
  {
    key: 'duration',
    header: 'Duration',
    align: 'end',
    from: 'lg',
    cell: ({ startedAt, finishedAt }) =>
      startedAt && finishedAt ? formatDuration(Date.parse(finishedAt) - Date.parse(startedAt)) : '–',
  },
];

function Output({ lines }: { lines: GroupMember['output'] }) {
  if (lines.length === 0) return '–';
  return (
    <pre className="max-w-[min(32rem,70vw)] overflow-x-auto whitespace-pre-wrap break-all font-mono text-xs">
      {lines.map(({ seq, stream, message }) => (
        <span key={seq} className={stream === 'stderr' ? 'block text-warning' : 'block'}>
          {message || ' '}
        </span>
      ))}
    </pre>
  );
}

function reasonOf(member: GroupMember): string | undefined {
  if (member.status === 'running' && member.currentStep) return stepTitle(member.kind, member.currentStep);
  return member.errorMessage && member.exitCode === null ? member.errorMessage : undefined;
}
