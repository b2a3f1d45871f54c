import { RelativeTime } from '@/components/data/relative-time';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { Code } from '@/components/ui/code';
import { Disclosure } from '@/components/ui/disclosure';
import { loadKeyToInstall, type loadServerTrust } from '@/lib/servers/loaders';
import { InstallKey } from './install-key';
import { keyMessages, settingsMessages as words } from './messages';
import { ReplaceSignIn } from './replace-sign-in';
import type { LoadedServer } from './server-frame';
import { UseOwnKey } from './use-own-key';

type Trust = Awaited<ReturnType<typeof loadServerTrust>>;

/** How Tomo signs in to a server: what may be said of it, and the ways to change it. */
export async function SignInCard({ server, trust }: { server: LoadedServer; trust: Trust }) {
  const { credential } = trust;
  const ownKey = await loadKeyToInstall(server.id);
  return (
    <Card>
      <CardHeader>
        <CardTitle>{words.signIn}</CardTitle>
        <CardDescription>{words.signInText}</CardDescription>
      </CardHeader>
      <CardContent className="flex flex-col gap-4">
        {credential ? (
          <p className="text-table">
            {words.kinds[credential.kind]} · {words.setAt} <RelativeTime at={credential.updatedAt} />
            {credential.publicKeyFingerprint && (
              <>
                {' · '}
                <Code>{credential.publicKeyFingerprint}</Code>
              </>
            )}
          </p>
        ) : (
          <p className="text-muted-foreground text-table">{words.none}</p>
        )}
        {ownKey && (
          <Disclosure summary={keyMessages.show}>
            <div className="mt-3">
              <InstallKey
                serverId={server.id}
                account={server.username ?? ''}
                trusted={server.isVerified && server.state !== 'host_key_changed'}
                {...ownKey}
              />
            </div>
          </Disclosure>
        )}
        <ReplaceSignIn serverId={server.id} username={server.username ?? ''} />
        {credential && server.isVerified && server.state !== 'host_key_changed' && (
          <div>
            <UseOwnKey serverId={server.id} name={server.name} renews={ownKey !== null} />
          </div>
        )}
      </CardContent>
    </Card>
  );
}
