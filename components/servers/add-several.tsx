import { PageHeader } from '@/components/shell/page-header';
import { loadServerDefaults } from '@/lib/servers/loaders';
import { AddSeveralForm } from './add-several-form';
import { severalMessages } from './bulk-messages';
import { serverMessages } from './messages';

/** The page on which several servers are added from a list. */
export async function AddSeveral() {
  // Only for who may add servers: the defaults of their form say so.
  await loadServerDefaults();
  return (
    <>
      <PageHeader
        crumbs={[{ label: serverMessages.title, href: '/servers' }]}
        title={severalMessages.title}
        description={severalMessages.description}
      />
      <AddSeveralForm />
    </>
  );
}
