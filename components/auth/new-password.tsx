'use client';

import { AuthHeading } from './auth-heading';
import { NewPasswordForm } from './new-password-form';
import { linkMessages } from './setup-messages';

/** What a one-time link opens. */
export function NewPassword({ token, rule }: { token: string; rule: string }) {
  return (
    <>
      <AuthHeading title={linkMessages.title} text={linkMessages.intro} />
      <NewPasswordForm token={token} rule={rule} />
    </>
  );
}
