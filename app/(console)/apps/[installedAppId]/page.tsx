import type { Metadata } from 'next';
import { AppPage } from '@/components/installed-apps/app-page';
import { loadInstalledApp } from '@/lib/installed-apps/loaders';

type Props = PageProps<'/apps/[installedAppId]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const app = await loadInstalledApp((await params).installedAppId);
  return { title: `${app.displayName} · Apps` };
}

export default async function Page({ params }: Props) {
  return <AppPage appId={(await params).installedAppId} />;
}
