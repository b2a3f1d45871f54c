import type { Route } from 'next';
import Link from 'next/link';
import { Alert } from '@/components/ui/alert';
import type { loadJob } from '@/lib/jobs/loaders';
import { isFinal } from '@/lib/jobs/states';
import { wayOnMessages as words } from './messages';

type Job = Awaited<ReturnType<typeof loadJob>>;
type Way = { text: string; label: string; href: string };

/** For a job that did not succeed and cannot simply be tried again from here: what to do instead, and where. */
export function WayOn({ job }: { job: Job }) {
  const { status } = job.state;
  if (!isFinal(status) || status === 'completed' || job.retry || job.retriedBy) return null;
  const way = job.mayOperate ? wayOf(job) : undefined;
  if (!way) return null;
  return (
    <Alert
      title={way.text}
      className="mb-6"
      action={
        <Link href={way.href as Route} className="font-medium text-accent-ink">
          {way.label}
        </Link>
      }
    />
  );
}

function wayOf({ kind, serverId, installedAppId }: Job): Way | undefined {
  if (kind === 'server.command' && serverId)
    return { ...words.command, href: `/servers/command?servers=${serverId}` };
  if (kind === 'server.undo_preparation' && serverId)
    return { ...words.undo, href: `/servers/${serverId}/preparations` };
  if (kind === 'server.install_key' && serverId)
    return { ...words.installKey, href: `/servers/${serverId}/settings` };
  if ((kind === 'server.move' || kind === 'server.remove') && serverId)
    return { ...words.admin, href: `/servers/${serverId}` };
  if (kind === 'app.remove' && installedAppId) return { ...words.removeApp, href: `/apps/${installedAppId}` };
  if (installedAppId) return { ...words.app, href: `/apps/${installedAppId}` };
  if (serverId) return { ...words.server, href: `/servers/${serverId}` };
  return undefined;
}
