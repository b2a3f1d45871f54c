import type { Metadata, Route } from 'next';
import { redirect } from 'next/navigation';
import { Login } from '@/components/auth/login';
import { authMessages } from '@/components/auth/messages';
import { findActor } from '@/lib/auth/actor';
import { whyEnded } from '@/lib/auth/ended-session';
import { localPath } from '@/lib/auth/local-path';
import { passwordRule } from '@/lib/auth/password-policy';
import { isSetupOpen } from '@/lib/auth/setup';

export const metadata: Metadata = { title: authMessages.signIn };

export default async function LoginPage({ searchParams }: PageProps<'/login'>) {
  if (await isSetupOpen()) redirect('/setup');
  const next = localPath((await searchParams).next);
  if (await findActor()) redirect(next as Route);
  return <Login next={next} rule={passwordRule()} ended={await whyEnded()} />;
}
