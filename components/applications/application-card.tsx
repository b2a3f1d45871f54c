import type { Route } from 'next';
import Link from 'next/link';
import { Badge } from '@/components/ui/badge';
import type { ApplicationSummary } from '@/lib/applications/views';
import { LetterTile } from './letter-tile';
import { catalogueMessages as words } from './messages';

type ApplicationCardProps = {
  application: ApplicationSummary;
  /** Address of its page. */
  href: string;
};

/** An application in the catalogue: what it is, and where it runs already. The whole card leads to its page. */
export function ApplicationCard({ application, href }: ApplicationCardProps) {
  const { name, tagline, version, category, installations } = application;
  const servers = [...new Set(installations.map(({ serverName }) => serverName))];
  return (
    <article className="relative flex h-full flex-col gap-3 rounded-lg border border-border bg-card p-4 transition-colors has-focus-visible:outline-2 has-focus-visible:outline-accent-ink has-focus-visible:outline-offset-2 hover:bg-muted">
      <div className="flex items-center gap-3">
        <LetterTile name={name} />
        <div className="min-w-0">
          <h2 className="truncate font-semibold text-sm">
            <Link href={href as Route} className="after:absolute after:inset-0 focus-visible:outline-none">
              {name}
            </Link>
          </h2>
          <p className="text-muted-foreground text-xs">{words.version(version)}</p>
        </div>
      </div>
      <p className="flex-1 text-muted-foreground text-sm">{tagline}</p>
      <div className="flex flex-wrap items-center justify-between gap-2 text-xs">
        <Badge variant="outline">{category.name}</Badge>
        {servers.length > 0 && (
          <span className="min-w-0 truncate text-muted-foreground">
            {words.installedOn} {servers.join(', ')}
          </span>
        )}
      </div>
    </article>
  );
}
