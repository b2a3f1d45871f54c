import type { Metadata } from 'next';
import { ActivityPage } from '@/components/jobs/activity-page';
import { GroupPage } from '@/components/jobs/group-page';

export const metadata: Metadata = { title: 'Activity' };

export default async function Page({ searchParams }: PageProps<'/activity'>) {
  const params = await searchParams;
  // One act on many servers has a page of its own; everything else is the list.
  if (typeof params.group === 'string') return <GroupPage groupId={params.group} />;
  return <ActivityPage params={params} />;
}
