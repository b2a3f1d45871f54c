import type { Metadata } from 'next';
import { ServerOverview } from '@/components/servers/server-overview';
import { loadServer } from '@/lib/servers/loaders';

export async function generateMetadata({ params }: PageProps<'/servers/[serverId]'>): Promise<Metadata> {
  const server = await loadServer((await params).serverId);
  return { title: `${server.name} · Servers` };
}

export default async function Page({ params }: PageProps<'/servers/[serverId]'>) {
  return <ServerOverview serverId={(await params).serverId} />;
}
