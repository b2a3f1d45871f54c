import Link from 'next/link';
import { EmptyState } from '@/components/data/empty-state';
import { RelativeTime } from '@/components/data/relative-time';
import { PageHeader } from '@/components/shell/page-header';
import { buttonVariants } from '@/components/ui/button-variants';
import { loadDeployForm } from '@/lib/installed-apps/deploy-loader';
import { newId } from '@/lib/runtime/ids';
import { DeployForm } from './deploy-form';
import { deployMessages as words } from './messages';

type DeployPageProps = { applicationId: string; serverId: string | undefined; from: string | undefined };

/** The page on which an application is deployed. */
export async function DeployPage({ applicationId, serverId, from }: DeployPageProps) {
  const view = await loadDeployForm(applicationId, { serverId, from });
  return (
    <>
      <PageHeader
        crumbs={[
          { label: 'Catalogue', href: serverId ? `/applications?server=${serverId}` : '/applications' },
          { label: view.application.name, href: `/applications/${applicationId}` },
        ]}
        title={words.title(`${view.application.name} ${view.application.version}`)}
        description={words.description}
      />
      {view.servers.length === 0 ? (
        <div className="rounded-lg border border-border bg-card">
          <EmptyState
            kind="first-use"
            title={words.noServer}
            text={words.noServerText}
            action={
              <Link href="/servers" className={buttonVariants({ variant: 'outline' })}>
                {words.servers}
              </Link>
            }
          />
        </div>
      ) : (
        <DeployForm
          view={view}
          requestKey={newId()}
          surveyed={<RelativeTime at={view.chosen?.surveyedAt ?? null} never="never" />}
        />
      )}
    </>
  );
}
