import type { Metadata } from 'next';
import { ServerPreparations } from '@/components/preparations/server-preparations';
import { loadServer } from '@/lib/servers/loaders';

export async function generateMetadata({
  params,
}: PageProps<'/servers/[serverId]/preparations'>): Promise<Metadata> {
  const server = await loadServer((await params).serverId);
  return { title: `${server.name} · Servers` };
}

export default async function Page({ params }: PageProps<'/servers/[serverId]/preparations'>) {
  return <ServerPreparations serverId={(await params).serverId} />;
}
