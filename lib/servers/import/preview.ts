import 'server-only';
import { database } from '@/db/client';
import { listServerAddresses } from '@/db/servers/queries';
import { readSetting } from '@/lib/settings/read';
import { type ImportRow, planImport } from './plan';

const SHOWN_IGNORED = 200;

/** A row as the page shows it: the fingerprint of a key instead of the key. */
export type ImportRowView = Omit<ImportRow, 'hostKey' | 'jump'> & {
  hostKey: { type: string; fingerprint: string } | null;
  jump: string | null;
};
export type ImportPreview = Awaited<ReturnType<typeof previewImport>>;

/** What the texts of an import would add, what is here already and what has no effect. Nothing is stored. */
export async function previewImport(texts: { config: string; knownHosts: string }) {
  const defaults = { username: readSetting('servers.default_username') };
  const { rows, ignored } = planImport(texts, await listServerAddresses(database()), defaults);
  return {
    rows: rows.map(
      ({ hostKey, jump, ...row }): ImportRowView => ({
        ...row,
        jump: jump?.name ?? null,
        hostKey: hostKey && { type: hostKey.type, fingerprint: hostKey.fingerprint },
      }),
    ),
    ignored: ignored.slice(0, SHOWN_IGNORED),
    ignoredTotal: ignored.length,
  };
}
