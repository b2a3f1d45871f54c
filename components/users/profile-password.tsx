import { RelativeTime } from '@/components/data/relative-time';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { loadPasswordRule, loadProfile } from '@/lib/users/loaders';
import { ChangePasswordForm } from './change-password-form';
import { profileMessages as words } from './messages';
import { ProfileFrame } from './profile-frame';

/** The own password: since when, and a new one. */
export async function ProfilePassword() {
  const [profile, rule] = [await loadProfile(), await loadPasswordRule()];
  return (
    <ProfileFrame>
      <Card className="max-w-3xl">
        <CardHeader>
          <CardTitle>{words.passwordTitle}</CardTitle>
          <CardDescription>
            {words.passwordText} {words.passwordChanged} <RelativeTime at={profile.passwordChangedAt} />.
          </CardDescription>
        </CardHeader>
        <CardContent>
          <ChangePasswordForm username={profile.username} rule={rule} />
        </CardContent>
      </Card>
    </ProfileFrame>
  );
}
