'use client';

import { lazy, type ReactNode, Suspense } from 'react';
import { AuthHeading } from './auth-heading';
import { useFragmentToken } from './fragment-token';
import { signInMessages } from './messages';
import { SignInForm } from './sign-in-form';

type LoginProps = {
  next: string;
  /** The rule for new passwords, in one line. */
  rule: string;
  /** Why the person is here although they were signed in. */
  notice: string | undefined;
  /** What stands below the form. */
  children: ReactNode;
};

// Few people ever come with a link; nobody else downloads its form.
const NewPassword = lazy(() => import('./new-password').then((module) => ({ default: module.NewPassword })));

/** Signing in; with a one-time link in the address, choosing a password instead. */
export function Login({ next, rule, notice, children }: LoginProps) {
  const token = useFragmentToken();
  if (token) {
    return (
      <Suspense>
        <NewPassword token={token} rule={rule} />
      </Suspense>
    );
  }
  return (
    <>
      <AuthHeading title={signInMessages.title} text={notice} />
      <SignInForm next={next} />
      {children}
    </>
  );
}
