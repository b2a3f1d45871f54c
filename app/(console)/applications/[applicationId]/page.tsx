import type { Metadata } from 'next';
import { ApplicationPage } from '@/components/applications/application-page';
import { loadApplication } from '@/lib/applications/loaders';

type Props = PageProps<'/applications/[applicationId]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const application = await loadApplication((await params).applicationId);
  return { title: `${application.name} · Catalogue` };
}

export default async function Page({ params, searchParams }: Props) {
  const { server } = await searchParams;
  return (
    <ApplicationPage
      applicationId={(await params).applicationId}
      serverId={typeof server === 'string' ? server : undefined}
    />
  );
}
