import 'server-only';
import { z } from 'zod';
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
