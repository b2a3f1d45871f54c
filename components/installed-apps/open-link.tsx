import { ExternalLink } from 'lucide-react';
import { buttonVariants } from '@/components/ui/button-variants';
import { openTarget, type PageView } from '@/lib/installed-apps/open-target';
import { appMessages as words } from './messages';
import { viewedHost } from './viewed-host';

type OpenLinkProps = {
  page: PageView;
  /** The name of the app, for people who do not see where the link stands. */
  app: string;
  look?: 'default' | 'outline' | 'ghost';
  small?: boolean;
};

/** Leads to a web page of an app in a tab of its own; where that would be unsafe or lead nowhere, says why. */
export async function OpenLink({ page, app, look = 'default', small = false }: OpenLinkProps) {
  const target = openTarget(page, await viewedHost());
  const size = small ? 'sm' : 'default';
  if ('blocked' in target) {
    return (
      <button
        type="button"
        aria-disabled="true"
        title={words.blocked[target.blocked]}
        className={buttonVariants({ variant: 'outline', size })}
      >
        {words.open}
        <span className="sr-only">{words.blocked[target.blocked]}</span>
      </button>
    );
  }
  return (
    <a
      href={target.href}
      target="_blank"
      rel="noopener noreferrer"
      aria-label={words.openName(app)}
      className={buttonVariants({ variant: look, size })}
    >
      {words.open}
      <ExternalLink aria-hidden="true" />
    </a>
  );
}
