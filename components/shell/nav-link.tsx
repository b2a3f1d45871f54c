'use client';

import type { Route } from 'next';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { isBelow } from './nav-match';

/** A side bar entry that knows whether its page is open. */
export function NavLink({
  href,
  className,
  children,
}: {
  href: Route;
  className: string;
  children: ReactNode;
}) {
  const current = isBelow(usePathname(), href);
  return (
    <Link href={href} className={className} aria-current={current ? 'page' : undefined}>
      {children}
    </Link>
  );
}
