import type { Metadata } from 'next';
import { ConfigurationPage } from '@/components/installed-apps/configuration-page';
import { loadInstalledApp } from '@/lib/installed-apps/loaders';

type Props = PageProps<'/apps/[installedAppId]/configuration'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const app = await loadInstalledApp((await params).installedAppId);
  return { title: `Configuration of ${app.displayName} · Apps` };
}

export default async function Page({ params }: Props) {
  return <ConfigurationPage appId={(await params).installedAppId} />;
}
