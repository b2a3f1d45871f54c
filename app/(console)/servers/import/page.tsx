import type { Metadata } from 'next';
import { ImportServers } from '@/components/servers/import-servers';

export const metadata: Metadata = { title: 'Import servers · Servers' };

export default function Page() {
  return <ImportServers />;
}
