import 'server-only';
import { findInstalledApp, findNewestVersion, findVersion } from '@/db/installed-apps/queries';
import { write } from '@/db/write';
import { recordAudit } from '@/lib/audit/record';
import { type Actor, auditActorOf } from '@/lib/auth/actor';
import { notFound } from '@/lib/runtime/errors';
import { versionConfig } from './version-config';
import { openSecrets } from './version-secrets';

/**
 * One secret that Tomo made for an app, in clear. The ledger says who saw it before anybody does. Secrets that a person typed
 * are never shown: they answer as if they did not exist.
 */
export async function revealSecret(actor: Actor, appId: string, key: string): Promise<{ value: string }> {
  return write(async (tx) => {
    const app = await findInstalledApp(tx, appId);
    const version =
      app &&
      (app.currentVersionId
        ? await findVersion(tx, app.currentVersionId)
        : await findNewestVersion(tx, app.id));
    const config = versionConfig.safeParse(version?.config);
    if (!app || !version || !config.success || !config.data.generated.includes(key))
      throw notFound('This secret');
    const secret = openSecrets(version).get(key);
    if (!secret) throw notFound('This secret');
    await recordAudit(tx, {
      actor: auditActorOf(actor),
      entityType: 'app',
      entityId: app.id,
      entityName: app.displayName,
      action: 'reveal',
      serverId: app.serverId,
      newValue: { secret: key },
    });
    return { value: secret.reveal() };
  });
}
