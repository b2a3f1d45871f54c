import type { Metadata } from 'next';
import { listValues } from '@/components/data/list-address';
import { CommandPage } from '@/components/servers/command-page';

export const metadata: Metadata = { title: 'Run a command · Servers' };

export default async function Page({ searchParams }: PageProps<'/servers/command'>) {
  const { servers } = await searchParams;
  return <CommandPage serverIds={listValues(servers)} />;
}
