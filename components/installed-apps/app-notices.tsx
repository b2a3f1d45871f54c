import Link from 'next/link';
import { jobTitle } from '@/components/jobs/messages';
import type { Notice } from '@/components/shell/banner';
import type { LoadedApp } from '@/lib/installed-apps/loaders';
import { appMessages as words } from './messages';

/** What is the matter with an app: the job that works on it, and why the last one failed. */
export function appNotices(app: LoadedApp): Notice[] {
  const notices: Notice[] = [];
  if (app.activeJob) {
    notices.push({
      key: 'job',
      tone: 'info',
      title: words.works(jobTitle(app.activeJob.kind, app.displayName)),
      action: (
        <Link href={`/activity/${app.activeJob.id}`} className="font-medium text-accent-ink">
          {words.viewJob}
        </Link>
      ),
    });
  }
  if (app.errorMessage && !app.activeJob) {
    const failed = app.jobs.find(({ status }) => status === 'failed' || status === 'interrupted');
    notices.push({
      key: 'error',
      tone: app.state === 'stopped' ? 'warning' : 'danger',
      title: app.deployed ? app.errorMessage : words.notDeployed,
      text: app.deployed ? undefined : app.errorMessage,
      action: failed ? (
        <Link href={`/activity/${failed.id}`} className="font-medium text-accent-ink">
          {words.viewJob}
        </Link>
      ) : undefined,
    });
  }
  return notices;
}
