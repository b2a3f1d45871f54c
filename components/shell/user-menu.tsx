import { UserRound } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { buttonVariants } from '@/components/ui/button-variants';
import { cn } from '@/components/ui/cn';
import { DisclosurePanel } from '@/components/ui/disclosure-panel';
import { shellMessages } from './messages';
import { ThemeChoice } from './theme-choice';

type UserMenuProps = {
  user: { name: string; role: keyof typeof shellMessages.roles };
  theme: 'light' | 'dark' | 'system';
  profileHref?: string;
  signOut: ReactNode;
};

/** Who is signed in, the theme, the own page and the way out. */
export function UserMenu({ user, theme, profileHref, signOut }: UserMenuProps) {
  const label = shellMessages.account(user.name);
  return (
    <DisclosurePanel
      title={label}
      align="end"
      triggerClassName={cn(buttonVariants({ variant: 'ghost', size: 'icon' }), '-mr-2')}
      className="w-64 divide-y"
      trigger={
        <>
          <span
            aria-hidden="true"
            className="flex size-7 items-center justify-center rounded-full border bg-card font-medium text-xs"
          >
            {initials(user.name)}
          </span>
          <span className="sr-only">{label}</span>
        </>
      }
    >
      <div className="px-4 py-3">
        <p className="truncate font-medium">{user.name}</p>
        <p className="text-muted-foreground text-table">{shellMessages.roles[user.role]}</p>
      </div>
      <div className="px-4 py-3 noscript:hidden">
        <ThemeChoice initial={theme} />
      </div>
      <div className="flex flex-col p-2 [&_:is(a,button)]:w-full [&_:is(a,button)]:justify-start">
        {profileHref && (
          <Link
            href={profileHref as Route}
            className={cn(buttonVariants({ variant: 'ghost' }), 'px-2 font-normal')}
          >
            <UserRound aria-hidden="true" className="text-muted-foreground" />
            {shellMessages.profile}
          </Link>
        )}
        {signOut}
      </div>
    </DisclosurePanel>
  );
}

function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s._-]+/)
    .filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => Array.from(word ?? '')[0] ?? '',
  );
  return letters.join('').toUpperCase();
}
