'use client';

import type { Route } from 'next';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { currentOf } from './nav-match';

type NavTabsProps = {
  /** What the tabs divide, for example "Server web-1". */
  label: string;
  /** The first tab is the page without a suffix; `count` stands behind the word. */
  tabs: { href: string; label: string; count?: number }[];
};

/** Tabs that are links with their own address. They scroll sideways inside their own box on phones. */
export function NavTabs({ label, tabs }: NavTabsProps) {
  const current = currentOf(
    usePathname(),
    tabs.map((tab) => tab.href),
  );
  return (
    <nav aria-label={label} className="mb-6 border-b max-md:-mx-(--gutter)">
      <ul className="flex gap-1 overflow-x-auto overflow-y-hidden max-md:px-2 md:-ml-2.5">
        {tabs.map(({ href, label: word, count }) => (
          <li key={href} className="shrink-0">
            <Link
              href={href as Route}
              aria-current={href === current ? 'page' : undefined}
              className="relative flex h-10 items-center gap-1.5 rounded-md px-2.5 text-muted-foreground -outline-offset-4 transition-colors hover:text-foreground aria-[current=page]:font-medium aria-[current=page]:text-foreground aria-[current=page]:after:absolute aria-[current=page]:after:inset-x-2.5 aria-[current=page]:after:bottom-0 aria-[current=page]:after:h-0.5 aria-[current=page]:after:bg-accent-ink pointer-coarse:h-11"
            >
              {word}
              {count !== undefined && (
                <span className="text-muted-foreground text-xs tabular-nums">{count}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
