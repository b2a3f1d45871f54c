import type { Metadata } from 'next';
import { JobPage } from '@/components/jobs/job-page';
import { jobTitle } from '@/components/jobs/messages';
import { jobPlaceQuery, loadJobName } from '@/lib/jobs/loaders';

export async function generateMetadata({ params }: PageProps<'/activity/[jobId]'>): Promise<Metadata> {
  const job = await loadJobName((await params).jobId);
  return { title: jobTitle(job.kind, job.targetLabel) };
}

export default async function Page({ params, searchParams }: PageProps<'/activity/[jobId]'>) {
  const place = jobPlaceQuery.safeParse(await searchParams).data ?? {};
  return <JobPage jobId={(await params).jobId} place={place} />;
}
