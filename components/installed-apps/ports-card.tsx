import { CopyButton } from '@/components/ui/copy-button';
import type { LoadedApp } from '@/lib/installed-apps/loaders';
import { openTarget } from '@/lib/installed-apps/open-target';
import { AppSection } from './app-section';
import { appMessages as words } from './messages';
import { viewedHost } from './viewed-host';

/** Where the app answers: its web pages with their addresses, then every published port. */
export async function PortsCard({ app }: { app: LoadedApp }) {
  const ports = app.version?.ports ?? [];
  const viewed = await viewedHost();
  return (
    <AppSection title={words.ports}>
      {ports.length === 0 ? (
        <p className="text-muted-foreground">{words.noPorts}</p>
      ) : (
        <ul className="divide-y divide-border">
          {app.may.operate &&
            app.pages.map((page) => <PageAddress key={page.name} page={page} viewed={viewed} />)}
          {ports.map((port) => (
            <li
              key={`${port.id} ${port.protocol}`}
              className="flex flex-wrap items-baseline gap-x-4 gap-y-1 py-2"
            >
              <span className="min-w-24 font-medium font-mono">
                {port.port}/{port.protocol}
              </span>
              <span className="flex-1 basis-40">{reachWords(port.address)}</span>
              <span className="text-muted-foreground">
                {port.service} {port.target}
              </span>
            </li>
          ))}
        </ul>
      )}
    </AppSection>
  );
}

function PageAddress({ page, viewed }: { page: LoadedApp['pages'][number]; viewed: string }) {
  const target = openTarget(page, viewed);
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-2 gap-y-1 py-1.5">
      {'href' in target ? (
        <>
          <a
            href={target.href}
            target="_blank"
            rel="noopener noreferrer"
            className="min-w-0 break-all font-mono text-accent-ink hover:underline"
          >
            {target.href}
          </a>
          <CopyButton value={target.href} what="address" />
        </>
      ) : (
        <span className="text-muted-foreground">
          {page.name}: {words.blocked[target.blocked]}
        </span>
      )}
    </li>
  );
}

function reachWords(address: string | null): string {
  if (address === null) return '';
  if (address === '0.0.0.0' || address === '::') return words.reachable.all;
  return /^127\.|^::1$/.test(address) ? words.reachable.loopback : words.reachable.one(address);
}
