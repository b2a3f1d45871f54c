import type { Metadata } from 'next';
import { JobPage } from '@/components/jobs/job-page';
import { jobTitle } from '@/components/jobs/messages';
import { loadJob } from '@/lib/jobs/loaders';

export async function generateMetadata({ params }: PageProps<'/activity/[jobId]'>): Promise<Metadata> {
  const job = await loadJob((await params).jobId);
  return { title: jobTitle(job.kind, job.targetLabel) };
}

export default async function Page({ params, searchParams }: PageProps<'/activity/[jobId]'>) {
  const before = Number((await searchParams).before);
  return (
    <JobPage
      jobId={(await params).jobId}
      before={Number.isSafeInteger(before) && before > 0 ? before : undefined}
    />
  );
}
