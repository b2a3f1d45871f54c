'use client';

import { Form } from '@/components/form/form';
import { FormActions } from '@/components/form/form-actions';
import { SecretField } from '@/components/form/secret-field';
import { SubmitButton } from '@/components/form/submit-button';
import { postJob } from '@/components/jobs/post-job';
import { profileMessages as words } from './messages';

/** The password as it is, and as it shall be. */
export function ChangePasswordForm({ username, rule }: { username: string; rule: string }) {
  return (
    <Form action={(_previous, form) => change(form)} saved={words.changed} guarded={false}>
      {/* Password managers look here for the account that the new password belongs to. */}
      <input type="hidden" autoComplete="username" value={username} readOnly />
      <SecretField name="currentPassword" label={words.currentPassword} autoComplete="current-password" />
      <SecretField name="newPassword" label={words.newPassword} autoComplete="new-password" help={rule} />
      <FormActions>
        <SubmitButton running={words.changing}>{words.change}</SubmitButton>
      </FormActions>
    </Form>
  );
}

function change(form: FormData) {
  const [currentPassword, newPassword] = [form.get('currentPassword'), form.get('newPassword')];
  return postJob('/api/v1/profile/password', { currentPassword, newPassword });
}
