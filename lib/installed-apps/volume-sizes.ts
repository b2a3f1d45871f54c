import 'server-only';
import { database } from '@/db/client';
import { findInstalledApp } from '@/db/installed-apps/queries';
import { defineLoader } from '@/lib/procedures/loader';
import { notFound, TomoError } from '@/lib/runtime/errors';
import { withServer } from '@/lib/servers/with-server';
import { volumeSizes } from './scripts/objects';

/** A volume on a server; `bytes` is null when counting took too long. */
export type VolumeSize = { name: string; bytes: number | null };

/** The volumes of an app as they are on its server now, with what lies in them. Reads only. */
export const loadVolumeSizes = defineLoader(
  'apps.operate',
  async (_actor, appId: string): Promise<{ volumes: VolumeSize[] }> => {
    const app = await findInstalledApp(database(), appId);
    if (!app) throw notFound('This app');
    const { exitCode, stdout } = await withServer(app.serverId, (link) =>
      link.root({ script: volumeSizes, args: { instance_id: app.id }, timeoutMs: 40_000 }),
    );
    if (exitCode !== 0)
      throw new TomoError('unavailable', 'The server did not say how large the volumes are.', {
        hint: 'Check that Docker runs there.',
        reason: 'sizes_unknown',
      });
    return { volumes: stdout.split('\n').filter(Boolean).map(sizeIn) };
  },
);

function sizeIn(line: string): VolumeSize {
  const [kib, name = ''] = line.split(' ', 2);
  return { name, bytes: kib === '?' ? null : Number(kib) * 1024 };
}
