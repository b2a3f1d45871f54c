import { RelativeTime } from '@/components/data/relative-time';
import { DangerAct, DangerZone } from '@/components/shell/danger-zone';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { Code } from '@/components/ui/code';
import { loadRemoval, loadServerTrust } from '@/lib/servers/loaders';
import { AddressForm } from './address-form';
import { oldAlgorithmMessages, thresholdMessages, settingsMessages as words } from './messages';
import { ForbidOldAlgorithms } from './old-algorithms';
import { RemoveServer } from './remove-server';
import { type LoadedServer, ServerFrame } from './server-frame';
import { ServerGeneralForm } from './server-general-form';
import { SignInCard } from './sign-in-card';
import { ThresholdsForm } from './thresholds-form';

/** What an administrator may change of a server: its name, its sign-in; and the way out. */
export function ServerSettings({ serverId }: { serverId: string }) {
  return <ServerFrame serverId={serverId}>{(server) => <Sections server={server} />}</ServerFrame>;
}

async function Sections({ server }: { server: LoadedServer }) {
  const [trust, removal] = await Promise.all([loadServerTrust(server.id), loadRemoval(server.id)]);
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
          <CardTitle>{words.connection}</CardTitle>
          <CardDescription>{words.connectionText}</CardDescription>
        </CardHeader>
        <CardContent>
          <AddressForm
            serverId={server.id}
            host={server.host ?? ''}
            port={server.port ?? 22}
            jumpServerId={server.jump?.id ?? ''}
            jumpHosts={trust.jumpHosts}
          />
        </CardContent>
      </Card>
      <SignInCard server={server} trust={trust} />
      <Card>
        <CardHeader>
          <CardTitle>{thresholdMessages.title}</CardTitle>
          <CardDescription>{thresholdMessages.text}</CardDescription>
        </CardHeader>
        <CardContent>
          <ThresholdsForm
            serverId={server.id}
            version={trust.version}
            own={trust.thresholds}
            common={trust.commonRules}
          />
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
      {server.allowsOldAlgorithms && (
        <Card>
          <CardHeader>
            <CardTitle>{oldAlgorithmMessages.card}</CardTitle>
            <CardDescription>{oldAlgorithmMessages.cardText}</CardDescription>
          </CardHeader>
          <CardContent>
            <ForbidOldAlgorithms serverId={server.id} />
          </CardContent>
        </Card>
      )}
      <DangerZone>
        <DangerAct
          title={words.removeTitle(server.name)}
          text={words.removeText}
          action={
            <RemoveServer
              serverId={server.id}
              name={server.name}
              reachable={
                server.isVerified && server.state !== 'host_key_changed' && server.state !== 'offline'
              }
              {...removal}
            />
          }
        />
      </DangerZone>
    </div>
  );
}
