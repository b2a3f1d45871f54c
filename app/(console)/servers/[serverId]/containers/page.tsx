import type { Metadata } from 'next';
import { ServerContainersTab } from '@/components/servers/server-containers-tab';
import { loadServer } from '@/lib/servers/loaders';

type Props = PageProps<'/servers/[serverId]/containers'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const server = await loadServer((await params).serverId);
  return { title: `Containers of ${server.name} · Servers` };
}

export default async function Page({ params, searchParams }: Props) {
  return <ServerContainersTab serverId={(await params).serverId} params={await searchParams} />;
}
