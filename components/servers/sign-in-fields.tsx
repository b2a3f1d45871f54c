'use client';

import { useState } from 'react';
import { RadioCards } from '@/components/form/radio-cards';
import { SecretField } from '@/components/form/secret-field';
import { TextFileField } from '@/components/form/text-file-field';
import { addMessages } from './messages';

const options = [
  { value: 'password', label: addMessages.password, text: addMessages.passwordText },
  { value: 'key', label: addMessages.key, text: addMessages.keyText },
  { value: 'generated', label: addMessages.generated, text: addMessages.generatedText },
] as const;

/** How Tomo signs in and becomes root: a password or a key, and the password of sudo where one is asked for. */
export function SignInFields() {
  const [method, setMethod] = useState('password');
  return (
    <>
      <RadioCards
        name="authType"
        label={addMessages.auth}
        options={options}
        value={method}
        onValueChange={setMethod}
        columns={3}
      />
      {method === 'password' && <SecretField key="password" name="password" label={addMessages.password} />}
      {method === 'key' && (
        <>
          <TextFileField secret limit={16 * 1024} name="privateKey" label={addMessages.privateKey} />
          <SecretField
            key="passphrase"
            name="passphrase"
            label={addMessages.passphrase}
            help={addMessages.passphraseHelp}
            optional
          />
        </>
      )}
      <SecretField
        name="sudoPassword"
        label={addMessages.sudoPassword}
        help={method === 'password' ? addMessages.sudoHelpPassword : addMessages.sudoHelp}
        optional
      />
    </>
  );
}
