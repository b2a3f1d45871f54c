import type { Metadata } from 'next';
import { AppList } from '@/components/installed-apps/app-list';

export const metadata: Metadata = { title: 'Apps' };

export default async function Page({ searchParams }: PageProps<'/apps'>) {
  return <AppList params={await searchParams} />;
}
