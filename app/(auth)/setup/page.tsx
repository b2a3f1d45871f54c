import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { AuthHeading } from '@/components/auth/auth-heading';
import { authMessages } from '@/components/auth/messages';
import { SetupForm } from '@/components/auth/setup-form';
import { passwordRule } from '@/lib/auth/password-policy';
import { isSetupOpen } from '@/lib/auth/setup';

export const metadata: Metadata = { title: authMessages.setupTitle };

export default async function SetupPage() {
  if (!(await isSetupOpen())) notFound();
  return (
    <>
      <AuthHeading title={authMessages.setupTitle} text={authMessages.setupIntro} />
      <SetupForm rule={passwordRule()} />
    </>
  );
}
