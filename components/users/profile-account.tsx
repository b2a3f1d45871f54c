import { RelativeTime } from '@/components/data/relative-time';
import { Form } from '@/components/form/form';
import { FormActions } from '@/components/form/form-actions';
import { SubmitButton } from '@/components/form/submit-button';
import { TextField } from '@/components/form/text-field';
import { FactList } from '@/components/shell/fact-list';
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import { updateProfileAction } from '@/lib/users/actions';
import { loadProfile } from '@/lib/users/loaders';
import { profileMessages as words } from './messages';
import { ProfileFrame } from './profile-frame';

/** Name and address of the signed-in person, and what is known about the account. */
export async function ProfileAccount() {
  const profile = await loadProfile();
  return (
    <ProfileFrame>
      <div className="grid gap-6 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <Card className="max-w-3xl">
          <CardHeader>
            <CardTitle>{words.accountTitle}</CardTitle>
          </CardHeader>
          <CardContent>
            <Form
              action={updateProfileAction}
              saved={words.saved}
              hidden={{ version: String(profile.version) }}
            >
              <TextField
                name="displayName"
                label={words.displayName}
                help={words.displayNameHelp}
                optional
                autoComplete="name"
                maxLength={64}
                defaultValue={profile.displayName ?? ''}
              />
              <TextField
                name="email"
                type="email"
                label={words.email}
                help={words.emailHelp}
                optional
                autoComplete="email"
                maxLength={254}
                defaultValue={profile.email ?? ''}
              />
              <FormActions>
                <SubmitButton running={words.saving}>{words.save}</SubmitButton>
              </FormActions>
            </Form>
          </CardContent>
        </Card>
        <FactList
          title={words.facts}
          facts={[
            { label: words.username, value: profile.username, mono: true },
            { label: words.role, value: words.roles[profile.role] },
            { label: words.created, value: <RelativeTime at={profile.createdAt} /> },
            { label: words.lastSignIn, value: <RelativeTime at={profile.lastLoginAt} /> },
          ]}
        />
      </div>
    </ProfileFrame>
  );
}
