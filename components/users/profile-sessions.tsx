import { type Column, DataTable } from '@/components/data/data-table';
import { RelativeTime } from '@/components/data/relative-time';
import { ConfirmDialog } from '@/components/form/confirm-dialog';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { revokeOtherSessionsAction, revokeSessionAction } from '@/lib/users/actions';
import { loadOwnSessions, type OwnSession } from '@/lib/users/loaders';
import { profileMessages as words } from './messages';
import { ProfileFrame } from './profile-frame';

const columns: Column<OwnSession>[] = [
  {
    key: 'browser',
    header: words.browser,
    card: 'title',
    cell: (session) => (
      <span className="flex flex-wrap items-center gap-2">
        {session.browser ?? words.unknownBrowser}
        {session.isCurrent && <Badge>{words.thisOne}</Badge>}
      </span>
    ),
  },
  { key: 'address', header: words.address, card: 'fact', cell: (session) => session.clientIp ?? '–' },
  {
    key: 'seen',
    header: words.lastSeen,
    card: 'fact',
    cell: (session) => <RelativeTime at={session.lastSeenAt} />,
  },
  {
    key: 'created',
    header: words.signedIn,
    card: 'fact',
    cell: (session) => <RelativeTime at={session.createdAt} />,
  },
];

/** Where the person is signed in, and the end of each. */
export async function ProfileSessions() {
  const sessions = await loadOwnSessions();
  return (
    <ProfileFrame action={sessions.length > 1 && <SignOutOthers />}>
      <p className="mb-4 max-w-prose text-muted-foreground">{words.sessionsText}</p>
      <DataTable
        caption={words.sessionsCaption}
        columns={columns}
        rows={sessions}
        rowKey={(session) => session.id}
        actions={(session) => (session.isCurrent ? null : <SignOutSession session={session} />)}
        empty={null}
      />
    </ProfileFrame>
  );
}

function SignOutSession({ session }: { session: OwnSession }) {
  const browser = session.browser ?? words.unknownBrowser;
  return (
    <ConfirmDialog
      trigger={
        <Button variant="outline" size="sm" aria-label={words.signOutSession(browser)}>
          {words.signOut}
        </Button>
      }
      tier={2}
      title={words.signOutSession(browser)}
      consequence={words.signOutSessionText(browser)}
      confirm={words.signOut}
      running={words.signingOut}
      action={revokeSessionAction}
      hidden={{ sessionId: session.id }}
    />
  );
}

function SignOutOthers() {
  return (
    <ConfirmDialog
      trigger={<Button variant="outline">{words.signOutOthers}</Button>}
      tier={2}
      title={words.signOutOthers}
      consequence={words.signOutOthersText}
      confirm={words.signOutOthers}
      running={words.signingOut}
      action={revokeOtherSessionsAction}
    />
  );
}
