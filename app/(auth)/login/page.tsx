import type { Metadata, Route } from 'next';
import { redirect } from 'next/navigation';
import { ForgottenPassword } from '@/components/auth/forgotten-password';
import { Login } from '@/components/auth/login';
import { loginPageMessages } from '@/components/auth/page-messages';
import { findActor } from '@/lib/auth/actor';
import { whyEnded } from '@/lib/auth/ended-session';
import { localPath } from '@/lib/auth/local-path';
import { passwordRule } from '@/lib/auth/password-policy';
import { isSetupOpen } from '@/lib/auth/setup';

export const metadata: Metadata = { title: loginPageMessages.title };

export default async function LoginPage({ searchParams }: PageProps<'/login'>) {
  if (await isSetupOpen()) redirect('/setup');
  const { next: wanted, again } = await searchParams;
  const next = localPath(wanted);
  // `again`: the browser has lost what proves its origin, and only a new sign-in brings a new one.
  if (again === undefined && (await findActor())) redirect(next as Route);
  const ended = await whyEnded();
  return (
    <Login next={next} rule={passwordRule()} notice={ended && loginPageMessages.ended[ended]}>
      <ForgottenPassword />
    </Login>
  );
}
