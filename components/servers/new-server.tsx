import Link from 'next/link';
import { PageHeader } from '@/components/shell/page-header';
import { buttonVariants } from '@/components/ui/button';
import { loadServerDefaults } from '@/lib/servers/loaders';
import { severalMessages } from './bulk-messages';
import { importMessages } from './import-messages';
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
        secondary={
          <span className="flex flex-wrap gap-2">
            <Link href="/servers/several" className={buttonVariants({ variant: 'outline' })}>
              {severalMessages.link}
            </Link>
            <Link href="/servers/import" className={buttonVariants({ variant: 'outline' })}>
              {importMessages.link}
            </Link>
          </span>
        }
      />
      <ServerForm defaults={defaults} />
    </>
  );
}
