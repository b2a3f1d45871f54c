'use client';

import { SubmitButton } from '@/components/form/submit-button';
import { TextField } from '@/components/form/text-field';
import { DoorForm } from './door-form';
import { useFragmentToken } from './fragment-token';
import { doorMessages } from './messages';
import { PasswordField } from './password-field';
import { setupMessages as words } from './setup-messages';

/** The first administrator, with the token that only the machine's owner has seen. */
export function SetupForm({ rule }: { rule: string }) {
  const token = useFragmentToken();
  return (
    <DoorForm purpose="setup" next="/">
      <TextField
        // A default value counts for a new field only.
        key={token}
        name="token"
        label={words.token}
        help={words.tokenHelp}
        defaultValue={token}
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        maxLength={200}
        className="font-mono"
      />
      <TextField
        name="username"
        label={words.username}
        autoComplete="username"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        maxLength={32}
      />
      <TextField
        name="email"
        type="email"
        label={words.email}
        help={words.emailHelp}
        optional
        autoComplete="email"
        maxLength={254}
      />
      <PasswordField label={doorMessages.password} autoComplete="new-password" help={rule} />
      <div className="flex flex-col gap-2">
        <SubmitButton running={words.running} className="w-full">
          {words.submit}
        </SubmitButton>
      </div>
    </DoorForm>
  );
}
