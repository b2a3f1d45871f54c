import type { Metadata } from 'next';
import { ContainerPage } from '@/components/metrics/container-page';
import { containerNameFrom } from '@/lib/metrics/container-name';

type Props = PageProps<'/servers/[serverId]/containers/[name]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${containerNameFrom((await params).name)} · Containers` };
}

export default async function Page({ params, searchParams }: Props) {
  const { serverId, name } = await params;
  return <ContainerPage serverId={serverId} name={containerNameFrom(name)} params={await searchParams} />;
}
