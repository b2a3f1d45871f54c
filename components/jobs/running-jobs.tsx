import { LoaderCircle } from 'lucide-react';
import Link from 'next/link';
import { RefreshEvery } from '@/components/data/refresh-every';
import { buttonVariants } from '@/components/ui/button';
import { loadRunningJobs } from '@/lib/jobs/loaders';
import { jobMessages, jobTitle } from './messages';

/** In the top bar: how much is under way, and the way to it. Nothing when nothing runs. */
export async function RunningJobs() {
  const jobs = await loadRunningJobs();
  const [first] = jobs;
  if (!first) return null;
  const label =
    jobs.length === 1 ? jobTitle(first.kind, first.targetLabel) : jobMessages.runningCount(jobs.length);
  return (
    <>
      <RefreshEvery seconds={5} />
      <Link
        href={jobs.length === 1 ? `/activity/${first.id}` : '/activity?status=running,pending'}
        className={buttonVariants({ variant: 'ghost', size: 'sm' })}
      >
        <LoaderCircle aria-hidden="true" className="animate-spin text-info [animation-duration:1.6s]" />
        <span className="max-w-40 truncate max-sm:sr-only">{label}</span>
      </Link>
    </>
  );
}
