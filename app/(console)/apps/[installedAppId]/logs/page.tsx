import type { Metadata } from 'next';
import { AppLogsPage } from '@/components/installed-apps/app-logs-page';
import { loadInstalledApp } from '@/lib/installed-apps/loaders';

type Props = PageProps<'/apps/[installedAppId]/logs'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const app = await loadInstalledApp((await params).installedAppId);
  return { title: `Logs of ${app.displayName} · Apps` };
}

export default async function Page({ params, searchParams }: Props) {
  return <AppLogsPage appId={(await params).installedAppId} params={await searchParams} />;
}
