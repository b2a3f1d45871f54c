import Link from 'next/link';
import { EmptyState } from '@/components/data/empty-state';
import { RefreshEvery } from '@/components/data/refresh-every';
import { ServerFrame } from '@/components/servers/server-frame';
import { buttonVariants } from '@/components/ui/button-variants';
import { loadAppAbilities, loadInstalledApps } from '@/lib/installed-apps/loaders';
import { AppTable } from './app-table';
import { appMessages as words } from './messages';

/** The tab of a server that lists the apps installed there. */
export async function ServerApps({ serverId }: { serverId: string }) {
  const [apps, may] = await Promise.all([loadInstalledApps({ serverId }), loadAppAbilities()]);
  return (
    <ServerFrame serverId={serverId}>
      {(server) => (
        <>
          <RefreshEvery seconds={15} />
          <AppTable
            apps={apps}
            caption={words.title}
            operates={may.operate}
            withServer={false}
            empty={
              <EmptyState
                kind="first-use"
                title={words.noneHere}
                action={
                  may.operate && server.preparation === 'completed' ? (
                    <Link
                      href={`/applications?server=${server.id}`}
                      className={buttonVariants({ variant: 'outline' })}
                    >
                      {words.deployHere}
                    </Link>
                  ) : undefined
                }
              />
            }
          />
        </>
      )}
    </ServerFrame>
  );
}
