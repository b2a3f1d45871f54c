import { EmptyState } from '@/components/data/empty-state';
import { RelativeTime } from '@/components/data/relative-time';
import { loadConfigureForm } from '@/lib/installed-apps/deploy-loader';
import { newId } from '@/lib/runtime/ids';
import { AppFrame } from './app-frame';
import { DeployForm } from './deploy-form';
import { deployMessages as words } from './messages';

/** The deploy form again, with what is in force: shows what would change before it is applied. */
export async function ConfigurationPage({ appId }: { appId: string }) {
  const view = await loadConfigureForm(appId);
  return (
    <AppFrame appId={appId} still>
      {() =>
        view ? (
          <DeployForm
            // What is in force now is what changes are counted from.
            key={view.versionId}
            view={view}
            requestKey={newId()}
            surveyed={<RelativeTime at={view.chosen?.surveyedAt ?? null} never="never" />}
            changing
          />
        ) : (
          <EmptyState kind="first-use" title={words.neverDeployed} />
        )
      }
    </AppFrame>
  );
}
