import { RelativeTime } from '@/components/data/relative-time';
import { ConfirmDialog } from '@/components/form/confirm-dialog';
import { DangerAct, DangerZone } from '@/components/shell/danger-zone';
import { Button } from '@/components/ui/button';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { Code } from '@/components/ui/code';
import { removeServerAction } from '@/lib/servers/actions';
import { loadServerTrust } from '@/lib/servers/loaders';
import { serverMessages, settingsMessages as words } from './messages';
import { ReplaceSignIn } from './replace-sign-in';
import { type LoadedServer, ServerFrame } from './server-frame';
import { ServerGeneralForm } from './server-general-form';

/** What an administrator may change of a server: its name, its sign-in; and the way out. */
export function ServerSettings({ serverId }: { serverId: string }) {
  return <ServerFrame serverId={serverId}>{(server) => <Sections server={server} />}</ServerFrame>;
}

async function Sections({ server }: { server: LoadedServer }) {
  const trust = await loadServerTrust(server.id);
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <Card>
        <CardHeader>
          <CardTitle>{words.general}</CardTitle>
        </CardHeader>
        <CardContent>
          <ServerGeneralForm
            serverId={server.id}
            version={trust.version}
            name={server.name}
            tags={server.tags.join(', ')}
            notes={trust.notes ?? ''}
          />
        </CardContent>
      </Card>
      <Card>
        <CardHeader>
          <CardTitle>{words.signIn}</CardTitle>
          <CardDescription>{words.signInText}</CardDescription>
        </CardHeader>
        <CardContent className="flex flex-col gap-4">
          {trust.credential && (
            <p className="text-table">
              {words.setAt} <RelativeTime at={trust.credential.updatedAt} />
              {trust.credential.publicKeyFingerprint && (
                <>
                  {' · '}
                  {words.storedKey} <Code>{trust.credential.publicKeyFingerprint}</Code>
                </>
              )}
            </p>
          )}
          <ReplaceSignIn serverId={server.id} username={server.username ?? ''} />
        </CardContent>
      </Card>
      <Card>
        <CardHeader>
          <CardTitle>{words.hostKey}</CardTitle>
        </CardHeader>
        <CardContent className="text-table">
          {trust.hostKey ? (
            <p className="[overflow-wrap:anywhere]">
              {trust.hostKey.type} <Code>{trust.hostKey.fingerprint}</Code>
              <br />
              {words.trust[trust.hostKey.trust ?? 'first_use']} {trust.hostKey.confirmedBy ?? '–'},{' '}
              <RelativeTime at={trust.hostKey.confirmedAt} />
            </p>
          ) : (
            <p className="text-muted-foreground">{words.noHostKey}</p>
          )}
        </CardContent>
      </Card>
      <DangerZone>
        <DangerAct
          title={words.removeTitle(server.name)}
          text={words.removeText}
          action={
            <ConfirmDialog
              tier={3}
              title={words.removeTitle(server.name)}
              consequence={words.removeText}
              goes={[...words.removeGoes]}
              stays={[...words.removeStays]}
              confirm={serverMessages.remove}
              running={words.removing}
              typed={{ text: server.name, name: 'confirmName' }}
              reauth
              action={removeServerAction}
              hidden={{ serverId: server.id }}
              trigger={<Button variant="outline">{serverMessages.remove}</Button>}
            />
          }
        />
      </DangerZone>
    </div>
  );
}
