import 'server-only';
import type { Route } from 'next';
import Link from 'next/link';
import { type ComponentType, Suspense } from 'react';
import { EmptyState } from '@/components/data/empty-state';
import { PanelBoundary } from '@/components/data/panel-boundary';
import { RefreshEvery } from '@/components/data/refresh-every';
import { viewChoices } from '@/components/shell/view-choices';
import { buttonVariants } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import { loadServerMetrics } from '@/lib/metrics/loaders';
import { type RangeName, rangeFrom, ranges } from '@/lib/metrics/ranges';
import type { ServerMetricsView } from '@/lib/metrics/views';
import { metricMessages as words } from './messages';
import { MetricState } from './metric-state';
import {
  CpuPanel,
  DiskPanel,
  DiskTrafficPanel,
  LoadPanel,
  MemoryPanel,
  NetworkPanel,
  type PanelProps,
} from './panels';
import { RangeSwitch, rangeAddress, untilFrom } from './range-switch';

type ServerMetricPanelsProps = {
  serverId: string;
  /** Address of the page that shows this; ranges are links to it. */
  path: string;
  /** The page's search parameters: `range` and `until` are read. */
  params: Record<string, string | string[] | undefined>;
  /** The range of people who chose none. */
  usualRange?: RangeName;
};

const panels: { name: string; panel: ComponentType<PanelProps> }[] = [
  { name: words.cpu, panel: CpuPanel },
  { name: words.load, panel: LoadPanel },
  { name: words.memory, panel: MemoryPanel },
  { name: words.network, panel: NetworkPanel },
  { name: words.diskUse, panel: DiskPanel },
  { name: words.diskTraffic, panel: DiskTrafficPanel },
];

/** Every measure of a server over time. It renders anew while somebody looks, and looking shortens the interval. */
export function ServerMetricPanels({ serverId, path, params, usualRange }: ServerMetricPanelsProps) {
  const range = rangeFrom(params.range, usualRange);
  const until = untilFrom(params.until);
  return (
    <div className="flex flex-col gap-4">
      <RangeSwitch path={path} range={range} until={until} />
      <PanelBoundary panel={words.metrics}>
        <Suspense fallback={<PanelSkeletons />}>
          <MeasuredPanels serverId={serverId} range={range} until={until} path={path} />
        </Suspense>
      </PanelBoundary>
    </div>
  );
}

type MeasuredPanelsProps = { serverId: string; range: RangeName; until: number | null; path: string };

// The panels share one read, so they come together: a boundary each would only put them out of order without scripts.
async function MeasuredPanels({ serverId, range, until, path }: MeasuredPanelsProps) {
  const [view, { zone, hourCycle }] = await Promise.all([
    loadServerMetrics(serverId, range, until),
    viewChoices(),
  ]);
  return (
    <>
      {view.isCurrent && <RefreshEvery seconds={refreshSeconds(view)} />}
      <MetricState view={view} />
      {view.points.length === 0 ? (
        <NothingMeasured view={view} path={path} />
      ) : (
        <div className="grid gap-4 xl:grid-cols-2">
          {panels.map(({ name, panel: Panel }) => (
            <Panel key={name} view={view} clock={{ zone, hourCycle }} />
          ))}
        </div>
      )}
    </>
  );
}

function NothingMeasured({ view, path }: { view: ServerMetricsView; path: string }) {
  if (view.nearestRange) {
    return (
      <EmptyState
        kind="no-match"
        title={words.nothing}
        action={
          <Link
            href={rangeAddress(path, view.nearestRange, null) as Route}
            className={buttonVariants({ variant: 'outline', size: 'sm' })}
          >
            {words.nearest(ranges[view.nearestRange].label)}
          </Link>
        }
      />
    );
  }
  return (
    <EmptyState kind="first-use" title={view.state.kind === 'collecting' ? words.collecting : words.never} />
  );
}

// Without scripts nothing would ever take the place of these.
function PanelSkeletons() {
  return (
    <div className="grid gap-4 noscript:hidden xl:grid-cols-2">
      {panels.map(({ name }) => (
        <Skeleton key={name} className="h-72 rounded-lg" />
      ))}
    </div>
  );
}

// A week does not change in ten seconds, a server that was just added does in three.
function refreshSeconds({ state, window, watchedIntervalSeconds }: ServerMetricsView): number {
  if (state.kind === 'collecting') return 3;
  return window.bucketSeconds > 600 ? 60 : watchedIntervalSeconds;
}
