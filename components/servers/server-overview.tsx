import { Suspense } from 'react';
import { EmptyState } from '@/components/data/empty-state';
import { formatBytes, formatBytesOf, formatDuration } from '@/components/data/format';
import { RefreshEvery } from '@/components/data/refresh-every';
import { RelativeTime } from '@/components/data/relative-time';
import { JobTable } from '@/components/jobs/job-table';
import { ServerUsage } from '@/components/metrics/server-usage';
import { DetailLayout } from '@/components/shell/detail-layout';
import { type Fact, FactList } from '@/components/shell/fact-list';
import { Skeleton } from '@/components/ui/skeleton';
import { jobListQuery, loadJobs } from '@/lib/jobs/loaders';
import { detailMessages } from './messages';
import { PortsCard } from './ports-card';
import { type LoadedServer, ServerFrame } from './server-frame';
import { VerifyPanel } from './verify-panel';

/** The first tab of a server: while it is not verified the way to trust it, afterwards how it does. */
export function ServerOverview({ serverId }: { serverId: string }) {
  return (
    <ServerFrame serverId={serverId}>
      {(server) => (
        <DetailLayout facts={<ServerFactList server={server} />}>
          {server.isVerified ? <Verified server={server} /> : <VerifyPanel server={server} />}
        </DetailLayout>
      )}
    </ServerFrame>
  );
}

function Verified({ server }: { server: LoadedServer }) {
  return (
    <>
      <RefreshEvery seconds={15} />
      {!server.factsAt && <VerifyPanel server={server} />}
      <Suspense fallback={<Skeleton className="h-40 rounded-lg" />}>
        <ServerUsage serverId={server.id} />
      </Suspense>
      <PortsCard server={server} />
      <Suspense fallback={<Skeleton className="h-32 rounded-lg" />}>
        <RecentJobs serverId={server.id} />
      </Suspense>
    </>
  );
}

async function RecentJobs({ serverId }: { serverId: string }) {
  const { jobs } = await loadJobs(jobListQuery.parse({ server: serverId, size: 5 }));
  return (
    <section aria-labelledby="recent-jobs">
      <h2 id="recent-jobs" className="mb-2 font-semibold text-sm">
        {detailMessages.recent}
      </h2>
      <JobTable
        jobs={jobs}
        caption={detailMessages.recent}
        empty={<EmptyState kind="first-use" title={detailMessages.recentEmpty} />}
      />
    </section>
  );
}

function ServerFactList({ server }: { server: LoadedServer }) {
  const { facts } = server;
  const list: Fact[] = facts
    ? [
        { label: 'System', value: facts.os.name },
        {
          label: 'Docker',
          value:
            server.dockerStatus === 'ready'
              ? server.dockerVersion
              : server.dockerStatus === 'absent'
                ? 'not installed'
                : server.dockerStatus,
        },
        {
          label: 'Compose',
          value: server.composeVersion ?? (server.dockerStatus === 'ready' ? 'missing' : null),
        },
        { label: 'Last seen', value: <RelativeTime at={server.lastSeenAt} /> },
        {
          label: 'Host key',
          value:
            server.hostKeyTrust === 'verified'
              ? 'compared'
              : server.hostKeyTrust === 'first_use'
                ? 'trusted on first use'
                : null,
        },
        { label: 'Kernel', value: `${facts.kernel.name} ${facts.kernel.release}`, mono: true },
        {
          label: 'Processor',
          value:
            [facts.cpu.count && `${facts.cpu.count} ×`, facts.cpu.model].filter(Boolean).join(' ') || null,
        },
        { label: 'Virtualisation', value: facts.virtualisation },
        { label: 'Uptime', value: facts.uptimeSeconds ? formatDuration(facts.uptimeSeconds * 1000) : null },
        { label: 'Memory', value: formatBytes(facts.memory.totalBytes) },
        ...facts.mounts.map((mount) => ({
          label: mount.point === '/' ? 'Disk /' : mount.point,
          value: formatBytesOf(mount.usedBytes, mount.totalBytes),
        })),
        { label: 'Updates', value: <PendingUpdates facts={facts} /> },
        { label: 'Reboot', value: facts.rebootRequired ? 'required' : 'not required' },
        { label: 'Clock', value: detailMessages.clock(facts.clockOffsetSeconds, facts.clock.synchronised) },
        { label: 'Facts from', value: <RelativeTime at={server.factsAt} /> },
      ]
    : [
        { label: 'System', value: null },
        { label: 'Added', value: <RelativeTime at={server.createdAt} /> },
        { label: 'Last seen', value: <RelativeTime at={server.lastSeenAt} never="never" /> },
      ];
  return <FactList title={detailMessages.facts} facts={list} />;
}

/** Null where nothing is known: a server without a package index is not one without updates. */
function PendingUpdates({ facts }: { facts: NonNullable<LoadedServer['facts']> }) {
  if (!facts.pendingUpdates) return '–';
  const { total, security, indexAgeSeconds } = facts.pendingUpdates;
  return (
    <span title={detailMessages.indexAge(formatDuration(indexAgeSeconds * 1000))}>
      {detailMessages.updates(total, security)}
    </span>
  );
}
