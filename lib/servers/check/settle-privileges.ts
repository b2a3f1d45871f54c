import 'server-only';
import { database } from '@/db/client';
import { updateServerObserved } from '@/db/servers/mutations';
import type { ServerRow } from '@/db/servers/tables';
import { write } from '@/db/write';
import type { StepRun } from '@/lib/jobs/step';
import type { SshConnection } from '@/lib/ssh/connect';
import { openCredential } from '../credentials';
import { findPrivileges } from './privileges';

/** Finds out how the account of a server becomes root, and keeps it for everything that works there. Returns a sentence. */
export async function settlePrivileges(
  step: StepRun,
  server: Pick<ServerRow, 'id' | 'username'>,
  connection: SshConnection,
): Promise<string> {
  const { auth, sudoPassword } = await openCredential(database(), server.id);
  if (sudoPassword) step.addSecret(sudoPassword);
  const isLoginPassword = auth.kind === 'password' && auth.password.reveal() === sudoPassword?.reveal();
  const { mode } = await findPrivileges(
    connection,
    server.username,
    sudoPassword && { secret: sudoPassword, isLoginPassword },
  );
  await write((tx) => updateServerObserved(tx, server.id, { sudoMode: mode }));
  if (mode === 'root') return `${server.username} is root`;
  if (mode === 'passwordless') return `${server.username} may use sudo without a password`;
  return `${server.username} may use sudo with a password`;
}
