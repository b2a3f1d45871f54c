'use client';

import { AuthHeading } from './auth-heading';
import { ForgottenPassword } from './forgotten-password';
import { useFragmentToken } from './fragment-token';
import { authMessages } from './messages';
import { NewPasswordForm } from './new-password-form';
import { SignInForm } from './sign-in-form';

type LoginProps = {
  next: string;
  /** The rule for new passwords, in one line. */
  rule: string;
  /** Why the person is here although they were signed in. */
  ended: keyof typeof authMessages.ended | undefined;
};

/** Signing in; with a one-time link in the address, choosing a password instead. */
export function Login({ next, rule, ended }: LoginProps) {
  const token = useFragmentToken();
  if (token) {
    return (
      <>
        <AuthHeading title={authMessages.linkTitle} text={authMessages.linkIntro} />
        <NewPasswordForm token={token} rule={rule} />
      </>
    );
  }
  return (
    <>
      <AuthHeading
        title={authMessages.signInTitle}
        text={ended && `${authMessages.ended[ended]} ${authMessages.endedHint}`}
      />
      <SignInForm next={next} />
      <ForgottenPassword />
    </>
  );
}
