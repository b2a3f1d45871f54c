import type { Metadata } from 'next';
import { ServerSettings } from '@/components/servers/server-settings';
import { loadServer } from '@/lib/servers/loaders';

export async function generateMetadata({
  params,
}: PageProps<'/servers/[serverId]/settings'>): Promise<Metadata> {
  const server = await loadServer((await params).serverId);
  return { title: `${server.name} · Servers` };
}

export default async function Page({ params }: PageProps<'/servers/[serverId]/settings'>) {
  return <ServerSettings serverId={(await params).serverId} />;
}
