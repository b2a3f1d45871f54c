import 'server-only';
import { TomoError } from '@/lib/runtime/errors';
import { isSshError } from '@/lib/ssh/errors';

const NOT_OURS = 'Put a plain file of the account there, or add the line by hand.';

const refusals: Record<string, [message: string, hint: string]> = {
  no_home: [
    'The account has no home folder on the server.',
    'Make its home folder there, or use another account.',
  ],
  folder_link: ['~/.ssh of the account is a link. Tomo follows none.', NOT_OURS],
  folder_odd: ['~/.ssh of the account is not a folder.', NOT_OURS],
  folder_foreign: ['~/.ssh of the account belongs to another account.', NOT_OURS],
  file_link: ['authorized_keys of the account is a link. Tomo follows none.', NOT_OURS],
  file_odd: ['authorized_keys of the account is not a file.', NOT_OURS],
  file_foreign: ['authorized_keys of the account belongs to another account.', NOT_OURS],
  file_unreadable: [
    'The account may not read its own authorized_keys.',
    'Correct the mode of the file: chmod 600 ~/.ssh/authorized_keys.',
  ],
  folder_not_made: [
    '~/.ssh could not be made in the home folder of the account.',
    'Check that the home folder belongs to the account and that its disk is neither full nor read-only.',
  ],
  not_written: [
    'authorized_keys could not be written.',
    'Check mode, quota and attributes of the file, and that its disk is neither full nor read-only.',
  ],
};

/** The error of a script that would not or could not change authorized_keys; `stdout` names why. */
export function refusalOf(stdout: string, stderr: string): TomoError {
  const word = /^refused (\w+)$/m.exec(stdout)?.[1] ?? 'not_written';
  const [message, hint] = refusals[word] ?? ['authorized_keys could not be changed.', NOT_OURS];
  const said = stderr.trim().split('\n').at(-1);
  return new TomoError('unavailable', said ? `${message} The server said: ${said.slice(0, 200)}` : message, {
    hint,
    reason: `key_${word}`,
  });
}

/** What a refused key means right after its line was written. Other errors stay what they are. */
export function explainRefusedKey(error: unknown, loose: string[]): unknown {
  if (!isSshError(error) || error.reason !== 'auth_refused') return error;
  return new TomoError(
    'unavailable',
    'The line is in authorized_keys, but the server still refuses the key.',
    {
      hint: loose.length
        ? `sshd ignores the file while others may write to ${loose.join(' and ')}: chmod go-w there. The former sign-in stays.`
        : 'Check PubkeyAuthentication, AuthorizedKeysFile and AllowUsers in its sshd_config. The former sign-in stays.',
      reason: 'key_refused',
      cause: error,
    },
  );
}
