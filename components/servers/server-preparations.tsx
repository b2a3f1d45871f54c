import Link from 'next/link';
import { type Column, DataTable } from '@/components/data/data-table';
import { EmptyState } from '@/components/data/empty-state';
import { formatDuration } from '@/components/data/format';
import { RelativeTime } from '@/components/data/relative-time';
import { jobStatus } from '@/components/data/status';
import { StatusBadge } from '@/components/data/status-badge';
import { stepTitle } from '@/components/jobs/messages';
import { loadPreparations } from '@/lib/preparations/loaders';
import { preparationMessages as words } from './messages';
import { PrepareForm } from './prepare-form';
import { type LoadedServer, ServerFrame } from './server-frame';

type Run = Awaited<ReturnType<typeof loadPreparations>>[number];

/** How a server is prepared, and every run so far. */
export function ServerPreparations({ serverId }: { serverId: string }) {
  return (
    <ServerFrame serverId={serverId}>
      {(server) => (
        <div className="flex flex-col gap-6">
          {mayStart(server) && <PrepareForm serverId={server.id} />}
          <Runs server={server} />
        </div>
      )}
    </ServerFrame>
  );
}

function mayStart(server: LoadedServer): boolean {
  const busy = server.preparation === 'pending' || server.preparation === 'running';
  return server.may.operate && server.isVerified && server.state !== 'host_key_changed' && !busy;
}

async function Runs({ server }: { server: LoadedServer }) {
  const runs = await loadPreparations({ server: server.id, size: 50 });
  return (
    <DataTable
      caption={words.title}
      columns={columns}
      rows={runs}
      rowKey={(run) => run.id}
      empty={<EmptyState kind="first-use" title={words.empty} text={words.emptyText} />}
    />
  );
}

const columns: Column<Run>[] = [
  {
    key: 'when',
    header: 'Started',
    card: 'title',
    cell: (run) =>
      run.jobId ? (
        <Link href={`/activity/${run.jobId}`} className="font-medium">
          <RelativeTime at={run.createdAt} />
        </Link>
      ) : (
        <RelativeTime at={run.createdAt} />
      ),
  },
  {
    key: 'status',
    header: 'Result',
    card: 'status',
    cell: (run) => (
      <StatusBadge
        status={jobStatus[run.status]}
        reason={
          run.currentStep && run.status !== 'completed'
            ? stepTitle('server.prepare', run.currentStep)
            : undefined
        }
      />
    ),
  },
  {
    key: 'message',
    header: 'Message',
    card: 'fact',
    from: 'lg',
    cell: (run) => run.errorMessage ?? (run.status === 'completed' ? resultWords(run) : '–'),
  },
  { key: 'by', header: 'By', card: 'fact', cell: (run) => run.requestedBy ?? 'Tomo' },
  {
    key: 'duration',
    header: 'Duration',
    align: 'end',
    from: 'lg',
    cell: (run) =>
      run.startedAt && run.completedAt
        ? formatDuration(Date.parse(run.completedAt) - Date.parse(run.startedAt))
        : '–',
  },
];

function resultWords(run: Run): string {
  const { engine, compose } = (run.result ?? {}) as { engine?: string; compose?: string };
  return engine ? `Docker ${engine}, Compose ${compose ?? '–'}` : '–';
}
