import type { Metadata } from 'next';
import { ServerApps } from '@/components/installed-apps/server-apps';
import { loadServer } from '@/lib/servers/loaders';

type Props = PageProps<'/servers/[serverId]/apps'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const server = await loadServer((await params).serverId);
  return { title: `Apps · ${server.name}` };
}

export default async function Page({ params }: Props) {
  return <ServerApps serverId={(await params).serverId} />;
}
