'use client';

import { SubmitButton } from '@/components/form/submit-button';
import { TextField } from '@/components/form/text-field';
import { DoorForm } from './door-form';
import { doorMessages, signInMessages as words } from './messages';
import { PasswordField } from './password-field';
import { RememberMe } from './remember-me';

/** Name and password; one answer for every combination that is not right. */
export function SignInForm({ next }: { next: string }) {
  return (
    <DoorForm purpose="sign-in" next={next}>
      <TextField
        name="username"
        label={words.name}
        autoComplete="username"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        maxLength={254}
        autoFocus
      />
      <PasswordField label={doorMessages.password} autoComplete="current-password" />
      <RememberMe />
      <div className="flex flex-col gap-2">
        <SubmitButton running={words.running} className="w-full">
          {words.submit}
        </SubmitButton>
      </div>
    </DoorForm>
  );
}
