import type { Metadata } from 'next';
import { profileMessages } from '@/components/users/messages';
import { ProfileSessions } from '@/components/users/profile-sessions';

export const metadata: Metadata = { title: `${profileMessages.tabs.sessions} · ${profileMessages.title}` };

export default function Page() {
  return <ProfileSessions />;
}
