'use client';

import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { DropdownMenuItem } from '@/components/ui/dropdown-menu';

/** An entry of a `MoreMenu` that leads somewhere. */
export function MenuLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <DropdownMenuItem asChild>
      <Link href={href as Route}>{children}</Link>
    </DropdownMenuItem>
  );
}
