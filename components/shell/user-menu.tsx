'use client';

import { UserRound } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import { Separator } from '@/components/ui/separator';
import { Tooltip } from '@/components/ui/tooltip';
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
    <Popover>
      <Tooltip label={label}>
        <PopoverTrigger asChild>
          <Button variant="ghost" size="icon" className="-mr-2 rounded-full noscript:hidden">
            <span
              aria-hidden="true"
              className="flex size-7 items-center justify-center rounded-full border bg-card font-medium text-xs"
            >
              {initials(user.name)}
            </span>
            <span className="sr-only">{label}</span>
          </Button>
        </PopoverTrigger>
      </Tooltip>
      <PopoverContent className="w-64 p-0" aria-label={label}>
        <div className="px-4 py-3">
          <p className="truncate font-medium">{user.name}</p>
          <p className="text-muted-foreground text-table">{shellMessages.roles[user.role]}</p>
        </div>
        <Separator />
        <div className="px-4 py-3">
          <ThemeChoice initial={theme} />
        </div>
        <Separator />
        <div className="flex flex-col p-2 [&_:is(a,button)]:w-full [&_:is(a,button)]:justify-start">
          {profileHref && (
            <Button asChild variant="ghost" className="px-2 font-normal">
              <Link href={profileHref as Route}>
                <UserRound aria-hidden="true" className="text-muted-foreground" />
                {shellMessages.profile}
              </Link>
            </Button>
          )}
          {signOut}
        </div>
      </PopoverContent>
    </Popover>
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
