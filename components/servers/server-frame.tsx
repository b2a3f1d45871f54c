import Link from 'next/link';
import type { ReactNode } from 'react';
import { formatDuration } from '@/components/data/format';
import { serverStatus } from '@/components/data/status';
import { StatusBadge } from '@/components/data/status-badge';
import { StartJobButton } from '@/components/jobs/start-job-button';
import { Banner } from '@/components/shell/banner';
import { MenuLink } from '@/components/shell/menu-link';
import { MoreMenu } from '@/components/shell/more-menu';
import { NavTabs } from '@/components/shell/nav-tabs';
import { type HeaderFact, PageHeader } from '@/components/shell/page-header';
import { Badge } from '@/components/ui/badge';
import { buttonVariants } from '@/components/ui/button';
import { loadCommandsEnabled } from '@/lib/servers/command/loaders';
import { loadServer } from '@/lib/servers/loaders';
import { bulkMessages } from './bulk-messages';
import { ChangedKey } from './changed-key';
import {
  detailMessages,
  oldAlgorithmMessages,
  reasonFor,
  serverMessages,
  settingsMessages,
} from './messages';
import { serverNotices } from './server-notices';

export type LoadedServer = Awaited<ReturnType<typeof loadServer>>;

/** Header, worst notice and tabs of a server: the same on each of its pages. */
export async function ServerFrame({
  serverId,
  children,
}: {
  serverId: string;
  children: (server: LoadedServer) => ReactNode;
}) {
  const server = await loadServer(serverId);
  const commands = server.may.manage && server.isVerified && (await loadCommandsEnabled());
  const base = `/servers/${server.id}`;
  const { tabs } = detailMessages;
  return (
    <>
      <PageHeader
        crumbs={[{ label: serverMessages.title, href: '/servers' }]}
        title={server.name}
        status={<StatusBadge status={serverStatus[server.state]} reason={reasonFor(server)} />}
        facts={factsOf(server)}
        action={server.isVerified ? <MainAction server={server} /> : undefined}
        menu={
          commands ? (
            <MoreMenu object={server.name}>
              <MenuLink href={`/servers/command?servers=${server.id}`}>{bulkMessages.command}</MenuLink>
            </MoreMenu>
          ) : undefined
        }
        secondary={
          server.isVerified && server.may.operate ? (
            <StartJobButton
              variant="outline"
              path={`/api/v1/servers/${server.id}/checks`}
              running={serverMessages.checking}
            >
              {serverMessages.check}
            </StartJobButton>
          ) : undefined
        }
      />
      {server.state === 'host_key_changed' ? (
        <ChangedKey server={server} />
      ) : (
        <Banner notices={serverNotices(server)} />
      )}
      <NavTabs
        label={server.name}
        tabs={[
          { href: base, label: tabs.overview },
          { href: `${base}/metrics`, label: tabs.metrics },
          { href: `${base}/containers`, label: tabs.containers },
          { href: `${base}/apps`, label: tabs.apps },
          { href: `${base}/preparations`, label: tabs.preparations },
          ...(server.may.manage ? [{ href: `${base}/settings`, label: tabs.settings }] : []),
        ]}
      />
      {children(server)}
    </>
  );
}

function MainAction({ server }: { server: LoadedServer }) {
  if (server.state === 'host_key_changed') return null;
  if (server.preparation === 'completed' && server.may.deploy) {
    return (
      <Link href={`/applications?server=${server.id}`} className={buttonVariants()}>
        {serverMessages.deploy}
      </Link>
    );
  }
  if (!server.may.operate || server.preparation === 'running' || server.preparation === 'pending')
    return null;
  return (
    // Its choices, its plan and its warning stand there: nobody starts a preparation without having seen them.
    <Link href={`/servers/${server.id}/preparations#prepare`} className={buttonVariants()}>
      {serverMessages.prepare}
    </Link>
  );
}

function factsOf(server: LoadedServer): HeaderFact[] {
  const facts: HeaderFact[] = [];
  if (server.address)
    facts.push({ text: server.address, copy: { value: server.address, what: 'address' }, mono: true });
  if (server.facts) {
    facts.push(server.facts.os.name, server.facts.kernel.architecture);
    if (server.facts.uptimeSeconds) facts.push(`up ${formatDuration(server.facts.uptimeSeconds * 1000)}`);
  }
  if (server.allowsOldAlgorithms)
    facts.unshift({ text: <Badge variant="warning">{oldAlgorithmMessages.mark}</Badge> });
  if (server.jump) facts.push(settingsMessages.through(server.jump.name));
  if (server.tags.length > 0) facts.push(server.tags.join(', '));
  return facts;
}
