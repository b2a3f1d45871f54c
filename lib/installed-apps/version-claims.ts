import 'server-only';
import { deletePortClaims, insertPortClaims } from '@/db/installed-apps/mutations';
import type { InstalledAppRow, InstalledAppVersionRow } from '@/db/installed-apps/tables';
import type { Tx } from '@/db/write';
import { modelSchema } from '@/lib/applications/model';
import { versionConfig } from './version-config';
import { claimsOf } from './version-row';

type Version = Pick<InstalledAppVersionRow, 'definition' | 'config'>;

/** Promises an app exactly the ports of these versions: of both, while one may still have to give way to the other. */
export async function claimPortsOf(
  tx: Tx,
  app: InstalledAppRow,
  versions: readonly Version[],
): Promise<void> {
  const claims = new Map(
    versions.flatMap(({ definition, config }) =>
      claimsOf(app, modelSchema.parse(definition), versionConfig.parse(config)).map((claim) => [
        `${claim.protocol} ${claim.address} ${claim.port}`,
        claim,
      ]),
    ),
  );
  await deletePortClaims(tx, app.id);
  await insertPortClaims(tx, [...claims.values()]);
}
