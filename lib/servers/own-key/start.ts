import 'server-only';
import { findCredential, findServer } from '@/db/servers/queries';
import { write } from '@/db/write';
import type { Actor } from '@/lib/auth/actor';
import { Secret } from '@/lib/crypto/secret';
import { wakeWorker } from '@/lib/jobs/bus';
import { notFound, TomoError } from '@/lib/runtime/errors';
import { newId } from '@/lib/runtime/ids';
import { requireTrusted } from '../require-trusted';
import { enqueueServerJob } from '../server-job';
import { forgetPassword, handPassword } from './handed-password';

/**
 * Records the installation of a key made by Tomo. With `password` it comes in by that, once; without, as it signs in
 * until now. A server whose sign-in is such a key already gets that one installed, or a new one when no password is given.
 */
export async function startKeyInstallation(
  actor: Actor,
  serverId: string,
  password: string | undefined,
): Promise<{ jobId: string; existing: boolean }> {
  const jobId = newId();
  // Before the job can be taken up: the worker must find the password there.
  if (password) handPassword(jobId, new Secret(password));
  const job = await write(async (tx) => {
    const server = await findServer(tx, serverId);
    if (!server) throw notFound('This server');
    requireTrusted(server);
    const credential = await findCredential(tx, serverId);
    if (!credential && !password) {
      throw new TomoError('conflict', `No sign-in of ${server.name} is stored.`, {
        hint: 'Enter the password of the account.',
        fields: { password: 'Enter the password of the account' },
      });
    }
    const key = credential?.kind === 'generated_key' && password ? 'stored' : 'new';
    const by = password ? 'handed' : 'stored';
    return enqueueServerJob(tx, actor, server, {
      id: jobId,
      kind: 'server.install_key',
      payload: { key, by },
      isAlone: true,
      action: 'credential_change',
      oldValue: {
        sign_in: credential?.kind ?? 'none',
        public_key: credential?.publicKeyFingerprint ?? null,
      },
      newValue: {
        sign_in: 'generated_key',
        came_in_by: by === 'handed' ? 'a password used once' : 'the former sign-in',
      },
    });
  }).catch((error: unknown) => {
    forgetPassword(jobId);
    throw error;
  });
  if (job.existing) forgetPassword(jobId);
  wakeWorker();
  return job;
}
