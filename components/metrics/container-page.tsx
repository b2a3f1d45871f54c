import 'server-only';
import type { Route } from 'next';
import Link from 'next/link';
import { Suspense } from 'react';
import { EmptyState } from '@/components/data/empty-state';
import { formatBytes } from '@/components/data/format';
import type { ListParams } from '@/components/data/list-address';
import { PanelBoundary } from '@/components/data/panel-boundary';
import { RefreshEvery } from '@/components/data/refresh-every';
import { RelativeTime } from '@/components/data/relative-time';
import { PageHeader } from '@/components/shell/page-header';
import { viewChoices } from '@/components/shell/view-choices';
import { buttonVariants } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import type { ContainerMetricsView } from '@/lib/metrics/container-charts';
import { loadContainerMetrics } from '@/lib/metrics/loaders';
import { type RangeName, rangeFrom, ranges } from '@/lib/metrics/ranges';
import { ContainerBadge } from './container-columns';
import { ContainerPanels } from './container-panels';
import { metricMessages } from './messages';
import { RangeSwitch, rangeAddress, untilFrom } from './range-switch';

const words = metricMessages.containers;

type ContainerPageProps = { serverId: string; name: string; params: ListParams };

/** One container over time. The series goes by its name, so it survives that the container is made anew. */
export async function ContainerPage({ serverId, name, params }: ContainerPageProps) {
  const range = rangeFrom(params.range, '1h');
  const until = untilFrom(params.until);
  const view = await loadContainerMetrics(serverId, name, range, until);
  const { container, serverName } = view;
  const server = `/servers/${serverId}`;
  const path = `${server}/containers/${encodeURIComponent(name)}`;
  return (
    <>
      <PageHeader
        crumbs={[
          { label: 'Servers', href: '/servers' },
          { label: serverName, href: server as '/servers' },
          { label: words.title, href: `${server}/containers` as '/servers' },
        ]}
        title={name}
        status={container && <ContainerBadge container={container} />}
        facts={factsOf(view)}
      />
      {view.isCurrent && <RefreshEvery seconds={10} />}
      <div className="flex flex-col gap-4">
        {!container && <p className="text-table">{words.gone}</p>}
        <RangeSwitch path={path} range={range} until={until} />
        <PanelBoundary panel={metricMessages.metrics}>
          <Suspense fallback={<Skeleton className="h-72 rounded-lg noscript:hidden" />}>
            <Measured view={view} path={path} />
          </Suspense>
        </PanelBoundary>
      </div>
    </>
  );
}

async function Measured({ view, path }: { view: ContainerMetricsView; path: string }) {
  const { zone, hourCycle } = await viewChoices();
  if (view.points.length === 0) return <Nothing range={view.nearestRange} path={path} />;
  return <ContainerPanels view={view} clock={{ zone, hourCycle }} />;
}

function Nothing({ range, path }: { range: RangeName | null; path: string }) {
  if (range === null) return <EmptyState kind="first-use" title={metricMessages.never} />;
  return (
    <EmptyState
      kind="no-match"
      title={metricMessages.nothing}
      action={
        <Link
          href={rangeAddress(path, range, null) as Route}
          className={buttonVariants({ variant: 'outline', size: 'sm' })}
        >
          {metricMessages.nearest(ranges[range].label)}
        </Link>
      }
    />
  );
}

function factsOf({ container }: ContainerMetricsView) {
  if (!container) return [];
  const { app, image, createdAt, memoryLimitBytes, restarts, processes } = container;
  return [
    ...(image ? [{ text: image, mono: true }] : []),
    { text: app ? <Link href={`/apps/${app.id}`}>{app.name}</Link> : words.notManaged },
    ...(createdAt
      ? [
          {
            text: (
              <>
                {words.created} <RelativeTime at={createdAt} />
              </>
            ),
          },
        ]
      : []),
    memoryLimitBytes === null ? words.noLimit : words.limit(formatBytes(memoryLimitBytes)),
    ...(restarts === null ? [] : [`${words.restarts} ${restarts}`]),
    ...(processes === null ? [] : [`${words.processes} ${processes}`]),
  ];
}
