import type { Metadata } from 'next';
import { DeployPage } from '@/components/installed-apps/deploy-page';
import { deployMessages } from '@/components/installed-apps/messages';
import { loadApplication } from '@/lib/applications/loaders';

type Props = PageProps<'/applications/[applicationId]/deploy'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const application = await loadApplication((await params).applicationId);
  return { title: deployMessages.title(application.name) };
}

export default async function Page({ params, searchParams }: Props) {
  const { server, from } = await searchParams;
  const one = (value: string | string[] | undefined) => (typeof value === 'string' ? value : undefined);
  return <DeployPage applicationId={(await params).applicationId} serverId={one(server)} from={one(from)} />;
}
