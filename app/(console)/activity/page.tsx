import type { Metadata } from 'next';
import { ActivityPage } from '@/components/jobs/activity-page';

export const metadata: Metadata = { title: 'Activity' };

export default async function Page({ searchParams }: PageProps<'/activity'>) {
  return <ActivityPage params={await searchParams} />;
}
