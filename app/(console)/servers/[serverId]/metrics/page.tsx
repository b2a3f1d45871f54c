import type { Metadata } from 'next';
import { ServerMetrics } from '@/components/servers/server-metrics';
import { loadServer } from '@/lib/servers/loaders';

export async function generateMetadata({
  params,
}: PageProps<'/servers/[serverId]/metrics'>): Promise<Metadata> {
  const server = await loadServer((await params).serverId);
  return { title: `Metrics of ${server.name} · Servers` };
}

export default async function Page({ params, searchParams }: PageProps<'/servers/[serverId]/metrics'>) {
  return <ServerMetrics serverId={(await params).serverId} params={await searchParams} />;
}
