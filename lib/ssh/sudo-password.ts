import 'server-only';
import { remoteScript } from './command';
import type { SshConnection } from './connection';
import { SshError } from './errors';
import { run } from './run';
import type { Privilege } from './target';

const asksNothing = remoteScript('sudo-asks-nothing', 'sudo -k -n true');
const nothing = remoteScript('nothing', ':');

const known = new WeakMap<SshConnection, Promise<boolean>>();

/**
 * Whether sudo will read a password line on this connection (CMD-6). Found out once: a password must not be sent where
 * sudo asks for none, since the next reader of that stdin would get it; and a wrong one is met here, not by the Engine.
 * @throws SshError `sudo_missing`, `sudo_password_needed`, `sudo_password_wrong`, `sudo_refused`.
 */
export function sudoReadsPassword(connection: SshConnection, privilege: Privilege): Promise<boolean> {
  const before = known.get(connection);
  if (before) return before;
  const answer = ask(connection, privilege);
  known.set(connection, answer);
  answer.catch(() => known.delete(connection));
  return answer;
}

async function ask(connection: SshConnection, privilege: Privilege): Promise<boolean> {
  const { exitCode } = await run(connection, { script: asksNothing, timeoutMs: 15_000 });
  if (exitCode === 0) return false;
  // Says in words why not: missing, refused, wrong password.
  await run(connection, { script: nothing, privilege, timeoutMs: 15_000 });
  if (typeof privilege === 'object') return true;
  throw new SshError('sudo_password_needed', 'sudo wants a password for this account.', {
    hint: 'Store the sudo password, or allow the account to use sudo without one (NOPASSWD).',
  });
}
