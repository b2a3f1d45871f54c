'use client';

import { SubmitButton } from '@/components/form/submit-button';
import type { DoorFailure } from './door';
import { DoorForm } from './door-form';
import { PasswordField } from './password-field';
import { linkMessages as words } from './setup-messages';

/** Chooses a password with a one-time link, and signs in. */
export function NewPasswordForm({ token, rule }: { token: string; rule: string }) {
  return (
    <DoorForm purpose="link" next="/" hidden={{ token }} explain={explain}>
      <PasswordField label={words.password} autoComplete="new-password" help={rule} />
      <div className="flex flex-col gap-2">
        <SubmitButton running={words.running} className="w-full">
          {words.submit}
        </SubmitButton>
      </div>
    </DoorForm>
  );
}

function explain(failure: DoorFailure): DoorFailure {
  if (failure.reason !== 'token') return failure;
  return { reason: 'token', message: words.wrong, hint: words.wrongHint };
}
