import { PageHeader } from '@/components/shell/page-header';
import { loadServerDefaults } from '@/lib/servers/loaders';
import { ImportForm } from './import-form';
import { importMessages } from './import-messages';
import { serverMessages } from './messages';

/** The page on which servers are taken over from files of OpenSSH. */
export async function ImportServers() {
  // For administrators only; who may not add servers finds no such page.
  await loadServerDefaults();
  return (
    <>
      <PageHeader
        crumbs={[{ label: serverMessages.title, href: '/servers' }]}
        title={importMessages.title}
        description={importMessages.description}
      />
      <ImportForm />
    </>
  );
}
