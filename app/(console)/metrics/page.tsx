import type { Metadata } from 'next';
import { FleetContainers } from '@/components/metrics/fleet-containers';

export const metadata: Metadata = { title: 'Metrics' };

export default async function Page({ searchParams }: PageProps<'/metrics'>) {
  return <FleetContainers params={await searchParams} />;
}
