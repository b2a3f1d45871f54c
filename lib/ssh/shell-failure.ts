import 'server-only';
import { SshError } from './errors';
import type { Privilege } from './target';

/**
 * Explains a script that never began: sudo or the login shell stood in the way. `noise` is what came back on stdout and
 * stderr, `privilege` says how root was asked for. sudo speaks English only where its locale could be set, so what stays
 * unknown after `sudo -n` counts as "wants a password", its commonest refusal.
 */
export function explainNoBegin(noise: string, exitCode: number, privilege: Privilege | undefined): SshError {
  // sudo speaks last; the patterns below would take minutes for 128 KiB that somebody made up for them.
  const said = noise.slice(-4096);
  const data = { said: printable(said), exitCode };
  if (privilege !== undefined && privilege !== 'root') {
    if (/sudo: (command )?not found|not found.*sudo|unknown command.*sudo/i.test(said) || exitCode === 127) {
      return new SshError('sudo_missing', 'sudo is not installed on the server.', {
        hint: 'Install sudo there, or let Tomo sign in as root.',
        data,
      });
    }
    if (/incorrect password|try again|no password was provided/i.test(said)) {
      return new SshError('sudo_password_wrong', 'sudo refused the password of the account.', {
        hint: 'Store the password of the account again: sudo wants the one it signs in with.',
        data,
      });
    }
    if (/not in the sudoers|not allowed|may not run|must have a tty/i.test(said)) {
      return new SshError('sudo_refused', 'The account may not run commands as root.', {
        hint: 'Let sudo run everything for this account, without a terminal: add a file to /etc/sudoers.d on the server.',
        data,
      });
    }
    if (privilege === 'passwordless' && /^\s*sudo:/m.test(said)) {
      return new SshError('sudo_password_needed', 'sudo wants a password for this account.', {
        hint: 'Store the sudo password, or allow the account to use sudo without one (NOPASSWD).',
        data,
      });
    }
  }
  return new SshError('shell_broken', 'The account cannot run commands on the server.', {
    hint: 'Give the account a login shell such as /bin/bash, and check what its login files print or run.',
    data,
  });
}

function printable(text: string): string {
  return text
    .replace(/[^\x20-\x7e\n]/g, '?')
    .trim()
    .slice(-400);
}
