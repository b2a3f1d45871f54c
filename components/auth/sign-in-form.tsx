'use client';

import { CheckboxField } from '@/components/form/checkbox-field';
import { SubmitButton } from '@/components/form/submit-button';
import { TextField } from '@/components/form/text-field';
import { DoorForm } from './door-form';
import { authMessages } from './messages';
import { PasswordField } from './password-field';

/** Name and password; one answer for every combination that is not right. */
export function SignInForm({ next }: { next: string }) {
  return (
    <DoorForm purpose="sign-in" next={next}>
      <TextField
        name="username"
        label={authMessages.nameLabel}
        autoComplete="username"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        maxLength={254}
        autoFocus
      />
      <PasswordField label={authMessages.password} autoComplete="current-password" />
      <CheckboxField name="remember" label={authMessages.remember} help={authMessages.rememberHelp} />
      <div className="flex flex-col gap-2">
        <SubmitButton running={authMessages.signingIn} className="w-full">
          {authMessages.signIn}
        </SubmitButton>
      </div>
    </DoorForm>
  );
}
