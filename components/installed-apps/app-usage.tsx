import Link from 'next/link';
import { Suspense } from 'react';
import { PanelBoundary } from '@/components/data/panel-boundary';
import { AppContainers } from '@/components/metrics/app-containers';
import { metricMessages } from '@/components/metrics/messages';
import { Skeleton } from '@/components/ui/skeleton';
import type { LoadedApp } from '@/lib/installed-apps/loaders';

/** What the containers of an app use now, on its page. */
export function AppUsage({ app }: { app: LoadedApp }) {
  return (
    <section aria-labelledby="usage" className="flex flex-col gap-2">
      <div className="flex items-baseline justify-between">
        <h2 id="usage" className="font-semibold text-sm">
          {metricMessages.usage}
        </h2>
        <Link href={`/apps/${app.id}/metrics`} className="text-accent-ink text-table">
          {metricMessages.containers.all}
        </Link>
      </div>
      <PanelBoundary panel={metricMessages.usage}>
        <Suspense fallback={<Skeleton className="h-24 rounded-lg noscript:hidden" />}>
          <AppContainers appId={app.id} serverId={app.serverId} />
        </Suspense>
      </PanelBoundary>
    </section>
  );
}
