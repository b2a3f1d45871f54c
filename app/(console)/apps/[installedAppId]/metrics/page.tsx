import type { Metadata } from 'next';
import { AppMetrics } from '@/components/installed-apps/app-metrics';
import { loadInstalledApp } from '@/lib/installed-apps/loaders';

type Props = PageProps<'/apps/[installedAppId]/metrics'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const app = await loadInstalledApp((await params).installedAppId);
  return { title: `Metrics of ${app.displayName} · Apps` };
}

export default async function Page({ params, searchParams }: Props) {
  return <AppMetrics appId={(await params).installedAppId} params={await searchParams} />;
}
