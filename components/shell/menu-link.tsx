'use client';

import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { DropdownMenuItem } from '@/components/ui/dropdown-menu';

/** An entry of a `MoreMenu` that leads to a page. */
export function MenuLink({ href, icon, children }: { href: string; icon?: ReactNode; children: ReactNode }) {
  return (
    <DropdownMenuItem asChild>
      <Link href={href as Route}>
        {icon}
        {children}
      </Link>
    </DropdownMenuItem>
  );
}
