import type { Metadata } from 'next';
import { Catalogue } from '@/components/applications/catalogue';

export const metadata: Metadata = { title: 'Catalogue' };

export default async function Page({ searchParams }: PageProps<'/applications'>) {
  return <Catalogue params={await searchParams} />;
}
