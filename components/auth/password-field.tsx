'use client';

import { type ReactNode, useState } from 'react';
import { SecretField } from '@/components/form/secret-field';
import { doorMessages } from './messages';

type PasswordFieldProps = {
  label: string;
  autoComplete: 'current-password' | 'new-password';
  help?: ReactNode;
};

/** A password that can be pasted and shown, with a hint while caps lock is on. */
export function PasswordField({ label, autoComplete, help }: PasswordFieldProps) {
  const [capsLock, setCapsLock] = useState(false);
  const notes = capsLock ? <span className="font-medium text-warning">{doorMessages.capsLock}</span> : help;
  return (
    <SecretField
      name="password"
      label={label}
      autoComplete={autoComplete}
      help={notes}
      onKeyUp={(event) => setCapsLock(event.getModifierState('CapsLock'))}
      onBlur={() => setCapsLock(false)}
    />
  );
}
