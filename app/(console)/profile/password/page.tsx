import type { Metadata } from 'next';
import { profileMessages } from '@/components/users/messages';
import { ProfilePassword } from '@/components/users/profile-password';

export const metadata: Metadata = { title: `${profileMessages.tabs.password} · ${profileMessages.title}` };

export default function Page() {
  return <ProfilePassword />;
}
