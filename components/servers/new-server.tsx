import { PageHeader } from '@/components/shell/page-header';
import { loadServerDefaults } from '@/lib/servers/loaders';
import { addMessages, serverMessages } from './messages';
import { ServerForm } from './server-form';

/** The page on which a server is added. */
export async function NewServer() {
  const defaults = await loadServerDefaults();
  return (
    <>
      <PageHeader
        crumbs={[{ label: serverMessages.title, href: '/servers' }]}
        title={addMessages.title}
        description={addMessages.description}
      />
      <ServerForm defaults={defaults} />
    </>
  );
}
