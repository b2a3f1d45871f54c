'use client';

import { createContext, useContext } from 'react';

export type FormState = {
  /** Prefix of the ids of all fields of this form. */
  formId: string;
  pending: boolean;
  /** Message per field name. */
  errors: Record<string, string>;
  /** What came back from the server after a refusal. */
  values: Record<string, string>;
  /** Whether the server asked for the password again. */
  passwordNeeded: boolean;
  /** What a saved form says beside its button, until something is typed again. */
  saidSaved: string | null;
};

export const FormContext = createContext<FormState>({
  formId: 'form',
  pending: false,
  errors: {},
  values: {},
  passwordNeeded: false,
  saidSaved: null,
});

export type FieldState = {
  id: string;
  error: string | undefined;
  value: string | undefined;
  pending: boolean;
};

/** What the field `name` needs to know of its form. */
export function useField(name: string): FieldState {
  const { formId, errors, values, pending } = useContext(FormContext);
  return { id: `${formId}-${name}`, error: errors[name], value: values[name], pending };
}
