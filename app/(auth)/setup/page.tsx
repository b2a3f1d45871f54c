import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { AuthHeading } from '@/components/auth/auth-heading';
import { SetupForm } from '@/components/auth/setup-form';
import { setupMessages } from '@/components/auth/setup-messages';
import { passwordRule } from '@/lib/auth/password-policy';
import { isSetupOpen } from '@/lib/auth/setup';

export const metadata: Metadata = { title: setupMessages.title };

export default async function SetupPage() {
  if (!(await isSetupOpen())) notFound();
  return (
    <>
      <AuthHeading title={setupMessages.title} text={setupMessages.intro} />
      <SetupForm rule={passwordRule()} />
    </>
  );
}
