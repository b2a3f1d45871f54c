import type { ReactNode } from 'react';
import { NavTabs } from '@/components/shell/nav-tabs';
import { PageHeader } from '@/components/shell/page-header';
import { profileMessages as words } from './messages';

/** Header and tabs of the own account: the same on each of its pages. */
export function ProfileFrame({ action, children }: { action?: ReactNode; children: ReactNode }) {
  return (
    <>
      <PageHeader title={words.title} secondary={action} />
      <NavTabs
        label={words.title}
        tabs={[
          { href: '/profile', label: words.tabs.account },
          { href: '/profile/password', label: words.tabs.password },
          { href: '/profile/sessions', label: words.tabs.sessions },
        ]}
      />
      {children}
    </>
  );
}
