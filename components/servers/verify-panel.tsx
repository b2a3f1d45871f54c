import { ConfirmDialog } from '@/components/form/confirm-dialog';
import { StartJobButton } from '@/components/jobs/start-job-button';
import { Button } from '@/components/ui/button';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { loadKeyToInstall, loadLatestCheck } from '@/lib/servers/loaders';
import { removeServerAction } from '@/lib/servers/removal-actions';
import { InstallKey } from './install-key';
import { settingsMessages, verifyMessages as words } from './messages';
import type { LoadedServer } from './server-frame';
import { TrustKey } from './trust-key';
import { VerifyProgress } from './verify-progress';

/** The first look at a server: stages with their result, the host key to confirm, and the way on after a failure. */
export async function VerifyPanel({ server }: { server: LoadedServer }) {
  const check = await loadLatestCheck(server.id);
  const ownKey = server.may.manage ? await loadKeyToInstall(server.id) : null;
  const running = check?.state.status === 'pending' || check?.state.status === 'running';
  const keys = check?.offeredKeys ?? [];
  const waitsForKey = !server.isVerified && !running && keys.length > 0;
  return (
    <Card>
      <CardHeader>
        <CardTitle>{words.title}</CardTitle>
        {!server.isVerified && <CardDescription>{words.notSent}</CardDescription>}
      </CardHeader>
      <CardContent className="flex flex-col gap-6">
        {check && <VerifyProgress key={check.id} jobId={check.id} steps={check.steps} state={check.state} />}
        {waitsForKey &&
          (server.may.manage ? (
            <TrustKey serverId={server.id} keys={keys} checks={ownKey === null} />
          ) : (
            <p>{words.adminOnly}</p>
          ))}
        {ownKey && !running && (
          <InstallKey
            serverId={server.id}
            account={server.username ?? ''}
            trusted={server.isVerified}
            {...ownKey}
          />
        )}
        {!running && (
          <div className="flex flex-wrap gap-2">
            {server.may.operate && (
              <StartJobButton
                variant="outline"
                path={`/api/v1/servers/${server.id}/checks`}
                running={words.starting}
                then="stay"
              >
                {words.checkAgain}
              </StartJobButton>
            )}
            {server.may.manage && !server.isVerified && (
              <ConfirmDialog
                tier={2}
                title={settingsMessages.removeTitle(server.name)}
                consequence={settingsMessages.removeText}
                confirm={words.remove}
                running={settingsMessages.removing}
                action={removeServerAction}
                hidden={{ serverId: server.id, confirmName: server.name }}
                trigger={<Button variant="ghost">{words.remove}</Button>}
              />
            )}
          </div>
        )}
      </CardContent>
    </Card>
  );
}
