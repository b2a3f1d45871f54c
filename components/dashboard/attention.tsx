import Link from 'next/link';
import { EmptyState } from '@/components/data/empty-state';
import { formatNoun } from '@/components/data/format';
import { RelativeTime } from '@/components/data/relative-time';
import { appStatus, jobStatus, type Status, serverStatus } from '@/components/data/status';
import { StatusBadge } from '@/components/data/status-badge';
import { jobTitle } from '@/components/jobs/messages';
import { reasonWords } from '@/components/servers/messages';
import type { loadInstalledApps } from '@/lib/installed-apps/loaders';
import { loadUnresolvedFailures } from '@/lib/jobs/loaders';
import type { ServerSummary } from '@/lib/servers/views';
import { dashboardMessages as words } from './messages';

type Apps = Awaited<ReturnType<typeof loadInstalledApps>>;
type Trouble = {
  key: string;
  status: Status;
  object: string;
  href: string;
  text: string | undefined;
  /** What to do about it, at `href`. */
  act: string;
  since: string | null;
};

const weight = { danger: 0, warning: 1, info: 2, neutral: 3, success: 4 };

/** Everything that is not as it should be, worst first; each line leads to where it can be put right. */
export async function Attention({ servers, apps }: { servers: ServerSummary[]; apps: Apps }) {
  const failures = await loadUnresolvedFailures();
  const troubles = [
    ...servers.flatMap(serverTrouble),
    ...apps.flatMap(appTrouble),
    ...failures.map((job) => ({
      key: job.id,
      status: jobStatus[job.status],
      object: jobTitle(job.kind, job.targetLabel),
      href: `/activity/${job.id}`,
      text: job.errorMessage ?? undefined,
      act: words.acts.retry,
      since: job.finishedAt,
    })),
  ].sort((left, right) => weight[left.status.tone] - weight[right.status.tone]);
  if (troubles.length === 0) {
    return (
      <EmptyState
        kind="all-clear"
        title={words.clear}
        text={words.clearText(formatNoun(servers.length, 'server'), formatNoun(apps.length, 'app'))}
      />
    );
  }
  return (
    <ul className="divide-y divide-border border-border border-t">
      {troubles.map((trouble) => (
        <li key={trouble.key} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
          <StatusBadge status={trouble.status} className="shrink-0" />
          <Link href={trouble.href as '/servers'} className="font-medium">
            {trouble.object}
          </Link>
          {trouble.text && (
            <span className="min-w-0 flex-1 basis-60 text-muted-foreground text-table">{trouble.text}</span>
          )}
          <span className="ml-auto flex items-baseline gap-4">
            <RelativeTime at={trouble.since} never="" className="text-muted-foreground text-xs" />
            <Link
              href={trouble.href as '/servers'}
              aria-label={`${trouble.act}: ${trouble.object}`}
              className="font-medium text-accent-ink text-table"
            >
              {trouble.act}
            </Link>
          </span>
        </li>
      ))}
    </ul>
  );
}

const serverActs: Partial<Record<ServerSummary['state'], string>> = {
  host_key_changed: words.acts.decide,
  not_verified: words.acts.compare,
  offline: words.acts.check,
  needs_attention: words.acts.look,
};

function serverTrouble(server: ServerSummary): Trouble[] {
  const act = serverActs[server.state];
  if (!act) return [];
  return [
    {
      key: server.id,
      status: serverStatus[server.state],
      object: server.name,
      href: `/servers/${server.id}`,
      text: reasonWords(server.reason),
      act,
      since: server.since,
    },
  ];
}

function appTrouble(app: Apps[number]): Trouble[] {
  if (app.status !== 'failed' && app.status !== 'degraded') return [];
  return [
    {
      key: app.id,
      status: appStatus[app.status],
      object: app.displayName,
      href: `/apps/${app.id}`,
      text: app.errorMessage ?? undefined,
      act: words.acts.open,
      since: app.statusCheckedAt,
    },
  ];
}
