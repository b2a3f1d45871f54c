'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { postJob } from '@/components/jobs/post-job';
import { showToast } from '@/components/shell/toast-store';
import { DropdownMenuItem } from '@/components/ui/dropdown-menu';
import { deployMessages } from './messages';

/** An entry of a `MoreMenu` that starts a job without asking. The menu is gone by then, so a refusal is said at the edge. */
export function MenuJob({ path, icon, children }: { path: string; icon?: ReactNode; children: ReactNode }) {
  const router = useRouter();

  async function run() {
    const result = await postJob(path, {}).catch(() => null);
    if (result?.ok) router.push(result.data.page as Route);
    else if (result) showToast({ title: result.error.message });
    else showToast({ title: deployMessages.unreachable });
  }

  return (
    <DropdownMenuItem onSelect={() => void run()}>
      {icon}
      {children}
    </DropdownMenuItem>
  );
}
