import type { Metadata } from 'next';
import { profileMessages } from '@/components/users/messages';
import { ProfileAccount } from '@/components/users/profile-account';

export const metadata: Metadata = { title: `${profileMessages.tabs.account} · ${profileMessages.title}` };

export default function Page() {
  return <ProfileAccount />;
}
