'use client';

import { SubmitButton } from '@/components/form/submit-button';
import type { DoorFailure } from './door';
import { DoorForm } from './door-form';
import { authMessages } from './messages';
import { PasswordField } from './password-field';

/** Chooses a password with a one-time link, and signs in. */
export function NewPasswordForm({ token, rule }: { token: string; rule: string }) {
  return (
    <DoorForm purpose="link" next="/" hidden={{ token }} explain={explain}>
      <PasswordField label={authMessages.newPassword} autoComplete="new-password" help={rule} />
      <div className="flex flex-col gap-2">
        <SubmitButton running={authMessages.settingPassword} className="w-full">
          {authMessages.setPassword}
        </SubmitButton>
      </div>
    </DoorForm>
  );
}

function explain(failure: DoorFailure): DoorFailure {
  if (failure.reason !== 'token') return failure;
  return { reason: 'token', message: authMessages.linkWrong, hint: authMessages.linkWrongHint };
}
