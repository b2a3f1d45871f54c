import { eq } from 'drizzle-orm';
import type { Tx } from '../write';
import {
  type InstalledAppRow,
  type InstalledAppVersionRow,
  installedApps,
  installedAppVersions,
  portClaims,
} from './tables';

/** Adds an app; the unique index refuses a second one of the same name on a server. */
export async function insertInstalledApp(
  tx: Tx,
  row: typeof installedApps.$inferInsert & { id: string },
): Promise<void> {
  await tx.insert(installedApps).values(row);
}

/** Changes an app. */
export async function updateInstalledApp(tx: Tx, id: string, patch: Partial<InstalledAppRow>): Promise<void> {
  await tx.update(installedApps).set(patch).where(eq(installedApps.id, id));
}

/** Removes an app with its versions and port claims. Its version in force is let go of first: it holds the app. */
export async function deleteInstalledApp(tx: Tx, id: string): Promise<void> {
  await tx.update(installedApps).set({ currentVersionId: null }).where(eq(installedApps.id, id));
  await tx.delete(installedApps).where(eq(installedApps.id, id));
}

/** Adds a version of an app. */
export async function insertVersion(tx: Tx, row: typeof installedAppVersions.$inferInsert): Promise<void> {
  await tx.insert(installedAppVersions).values(row);
}

/** Records how the deployment of a version went, and the digests that were found for its images. */
export async function updateVersion(
  tx: Tx,
  id: string,
  patch: Partial<
    Pick<
      InstalledAppVersionRow,
      'outcome' | 'imageDigests' | 'compose' | 'composeHash' | 'deployedAt' | 'jobId'
    >
  >,
): Promise<void> {
  await tx.update(installedAppVersions).set(patch).where(eq(installedAppVersions.id, id));
}

/** Claims ports; the unique index refuses one that is claimed already. */
export async function insertPortClaims(tx: Tx, rows: (typeof portClaims.$inferInsert)[]): Promise<void> {
  if (rows.length > 0) await tx.insert(portClaims).values(rows);
}

/** Lets go of every port of an app. */
export async function deletePortClaims(tx: Tx, installedAppId: string): Promise<void> {
  await tx.delete(portClaims).where(eq(portClaims.installedAppId, installedAppId));
}
