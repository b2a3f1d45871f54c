import 'server-only';
import type { Secret } from '@/lib/crypto/secret';
import { TomoError } from '@/lib/runtime/errors';
import { remoteScript } from '@/lib/ssh/command';
import type { SshConnection } from '@/lib/ssh/connect';
import { isSshError } from '@/lib/ssh/errors';
import { run } from '@/lib/ssh/run';
import type { Privilege } from '@/lib/ssh/target';

const whoAmI = remoteScript('who-am-i', 'id -u');

/** What an account may do without becoming root: use Docker by its socket, and sudo by one of the groups that usually may. */
const ownRights = remoteScript(
  'own-rights',
  String.raw`
if [ -w /var/run/docker.sock ]; then echo docker; fi
if id -Gn | tr ' ' '\n' | grep -qxE 'sudo|wheel|admin'; then echo sudoer; fi
`,
);

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
  const needed = refusal === 'sudo_missing' || !sudoPassword;
  if (needed) await refuseDockerOnly(connection, account, refusal);
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
  if (secondRefusal !== 'sudo_password_wrong') await refuseDockerOnly(connection, account, secondRefusal);
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

/**
 * Throws for an account that may use Docker but has no way to become root, which sudo itself tells as a question for a
 * password: whoever gave it the group believes that this is enough.
 */
async function refuseDockerOnly(connection: SshConnection, account: string, refusal: string): Promise<void> {
  const { stdout } = await run(connection, { script: ownRights, timeoutMs: 30_000 });
  const rights = new Set(stdout.split('\n'));
  if (!rights.has('docker') || (rights.has('sudoer') && refusal === 'sudo_password_needed')) return;
  throw new TomoError(
    'unavailable',
    `${account} may use Docker on this server, but has no way to become root.`,
    {
      hint: `Measures of the server need no more. Preparing it, deploying apps (their files lie in /opt/tomo) and reading its containers, ports and logs need root. ${remedyFor(account, refusal)}`,
      reason: 'docker_only',
    },
  );
}

function remedyFor(account: string, refusal: string): string {
  const allow = `echo '${account} ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/tomo`;
  if (refusal === 'sudo_missing') return `Install sudo, then as root: ${allow}`;
  return `As root: ${allow} – or, if sudo allows it with a password, add that under Settings.`;
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
