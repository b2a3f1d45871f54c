import 'server-only';
import { z } from 'zod';
import { database } from '@/db/client';
import { listSealedVersions } from '@/db/installed-apps/queries';
import type { InstalledAppVersionRow } from '@/db/installed-apps/tables';
import { openField } from '@/lib/crypto/seal';
import { Secret } from '@/lib/crypto/secret';
import { placeOfSecrets } from './version-config';

const stored = z.record(z.string(), z.string());

/**
 * Opens the secrets of a version, by field key: the only place where secrets of apps are opened. Throws UnsealError when
 * key, place or bytes do not fit.
 */
export function openSecrets({
  id,
  secretsSealed,
}: Pick<InstalledAppVersionRow, 'id' | 'secretsSealed'>): Map<string, Secret> {
  if (secretsSealed === null) return new Map();
  const text = openField(placeOfSecrets(id), 'secrets_sealed', secretsSealed).reveal();
  return new Map(
    Object.entries(stored.parse(JSON.parse(text))).map(([key, value]) => [key, new Secret(value)]),
  );
}

/** The secrets of all apps on a server: what must not be readable in anything that was printed there. */
export async function secretsOnServer(serverId: string): Promise<Secret[]> {
  const versions = await listSealedVersions(database(), serverId);
  return versions.flatMap((version) => [...openSecrets(version).values()]);
}
