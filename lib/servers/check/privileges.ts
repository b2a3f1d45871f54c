import 'server-only';
import type { Secret } from '@/lib/crypto/secret';
import { TomoError } from '@/lib/runtime/errors';
import { remoteScript } from '@/lib/ssh/command';
import type { SshConnection } from '@/lib/ssh/connect';
import { isSshError } from '@/lib/ssh/errors';
import { run } from '@/lib/ssh/run';
import type { Privilege } from '@/lib/ssh/target';

const whoAmI = remoteScript('who-am-i', 'id -u');

export type SudoMode = 'root' | 'passwordless' | 'login_password' | 'password';

/**
 * Finds out how the account becomes root: it is root, sudo asks nothing, or sudo takes the stored password. Throws with
 * the exact remedy when none of it works.
 */
export async function findPrivileges(
  connection: SshConnection,
  account: string,
  sudoPassword: { secret: Secret; isLoginPassword: boolean } | undefined,
): Promise<{ mode: SudoMode; privilege: Privilege }> {
  const { stdout } = await run(connection, { script: whoAmI, timeoutMs: 30_000 });
  if (stdout.trim() === '0') return { mode: 'root', privilege: 'root' };
  const refusal = await tryRoot(connection, 'passwordless');
  if (!refusal) return { mode: 'passwordless', privilege: 'passwordless' };
  if (refusal === 'sudo_missing') {
    throw new TomoError('unavailable', `${account} is not root, and sudo is not installed on this server.`, {
      hint: `Install sudo and allow ${account} to use it, or connect as root.`,
      reason: 'sudo_missing',
    });
  }
  if (!sudoPassword) {
    throw new TomoError('unavailable', `sudo on this server asks ${account} for a password.`, {
      hint: `Add the sudo password under Settings, or allow it without one: echo '${account} ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/tomo`,
      reason: 'sudo_password_needed',
    });
  }
  const privilege = { password: sudoPassword.secret };
  const secondRefusal = await tryRoot(connection, privilege);
  if (!secondRefusal)
    return { mode: sudoPassword.isLoginPassword ? 'login_password' : 'password', privilege };
  throw new TomoError(
    'unavailable',
    secondRefusal === 'sudo_password_wrong'
      ? `sudo did not accept the password of ${account}.`
      : `${account} has no right to use sudo on this server.`,
    {
      hint:
        secondRefusal === 'sudo_password_wrong'
          ? 'Correct the sudo password under Settings.'
          : `As root, allow it: echo '${account} ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/tomo`,
      reason: secondRefusal,
    },
  );
}

async function tryRoot(connection: SshConnection, privilege: Privilege): Promise<string | undefined> {
  try {
    const { stdout } = await run(connection, { script: whoAmI, privilege, timeoutMs: 30_000 });
    return stdout.trim() === '0' ? undefined : 'sudo_refused';
  } catch (error) {
    if (isSshError(error) && error.reason.startsWith('sudo_')) return error.reason;
    throw error;
  }
}
