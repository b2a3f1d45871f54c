import { DataTable } from '@/components/data/data-table';
import { EmptyState } from '@/components/data/empty-state';
import { type LoadedServer, ServerFrame } from '@/components/servers/server-frame';
import { loadPreparations } from '@/lib/preparations/loaders';
import { unprovenFamily } from '@/lib/preparations/plan-note';
import { preparationMessages as words } from './messages';
import { PrepareForm } from './prepare-form';
import { RestartNote } from './restart-note';
import { runColumns } from './run-columns';
import { UndoCard } from './undo-card';
import { undoPlanOf } from './undo-plan';

/** How a server is prepared, what an undo would take back, and every run so far. */
export function ServerPreparations({ serverId }: { serverId: string }) {
  return <ServerFrame serverId={serverId}>{(server) => <Preparations server={server} />}</ServerFrame>;
}

async function Preparations({ server }: { server: LoadedServer }) {
  const runs = await loadPreparations({ server: server.id, size: 50 });
  const may = mayStart(server) && !runs.some(({ status }) => status === 'pending' || status === 'running');
  const lastInstall = runs.find(({ kind, status }) => kind === 'install' && status === 'completed');
  const restartWaitsFor = lastInstall?.result?.restartWaitsFor;
  const unproven = server.facts ? unprovenFamily(server.facts.os) : null;
  return (
    <div className="flex flex-col gap-6">
      {may && lastInstall && typeof restartWaitsFor === 'number' && (
        <RestartNote
          server={{ id: server.id, name: server.name }}
          options={lastInstall.options}
          running={restartWaitsFor}
        />
      )}
      {may && (
        <PrepareForm
          serverId={server.id}
          note={unproven && words.heldByTests(unproven)}
          mayManage={server.may.manage}
        />
      )}
      {may && runs.some(({ kind }) => kind === 'install') && (
        <UndoCard server={{ id: server.id, name: server.name }} plan={undoPlanOf(runs)} />
      )}
      <DataTable
        caption={words.title}
        columns={runColumns}
        rows={runs}
        rowKey={(run) => run.id}
        empty={<EmptyState kind="first-use" title={words.empty} text={words.emptyText} />}
      />
    </div>
  );
}

function mayStart(server: LoadedServer): boolean {
  return server.may.operate && server.isVerified && server.state !== 'host_key_changed';
}
