import Link from 'next/link';
import { EmptyState } from '@/components/data/empty-state';
import { PageHeader } from '@/components/shell/page-header';
import { Alert } from '@/components/ui/alert';
import { loadCommandTargets } from '@/lib/servers/command/loaders';
import { commandMessages as words } from './bulk-messages';
import { CommandForm } from './command-form';
import { serverMessages } from './messages';

/** The page on which a command is written for the chosen servers. */
export async function CommandPage({ serverIds }: { serverIds: string[] }) {
  const { targets, left, timeoutSeconds } = await loadCommandTargets(serverIds);
  return (
    <>
      <PageHeader
        crumbs={[{ label: serverMessages.title, href: '/servers' }]}
        title={words.title}
        description={words.description}
      />
      {left.length > 0 && <Alert variant="warning" title={words.left(left.join(', '))} className="mb-6" />}
      {targets.length > 0 ? (
        <CommandForm targets={targets} timeoutSeconds={timeoutSeconds} />
      ) : (
        <EmptyState
          kind="first-use"
          title={words.nothing}
          action={<Link href="/servers">{words.choose}</Link>}
        />
      )}
    </>
  );
}
