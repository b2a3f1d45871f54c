import 'server-only';
import { randomBytes } from 'node:crypto';
import { assignments, quoted, type Values } from './assignments';
import type { RemoteScript } from './command';
import { SshError } from './errors';
import { type RemoteCommand, remoteCommands } from './remote-command';
import type { Privilege } from './target';

/** What goes over the wire for one script: a constant command, its whole stdin, and the words that frame the output. */
export type Program = { command: RemoteCommand; stdin: string; marks: Marks };

/** Framing words, random per run: output cannot guess them, and the noise of login files stays outside. */
export type Marks = { begin: string; end: string };

export function newMarks(): Marks {
  const word = randomBytes(12).toString('hex');
  return { begin: `tomo-begin-${word}`, end: `tomo-end-${word}` };
}

/** The first lines of every script: strict, private files, one language, a known path, no folder in the way. */
export const prelude = `set -eu
umask 077
cd /
LC_ALL=C
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin
export LC_ALL PATH
`;

/**
 * The text of one run (CMD-2): prelude, assignments, static body. The body stands in a function, and its call stands in
 * braces that only the last byte closes: a transfer cut anywhere is a syntax error or assignments, so it runs nothing.
 * `/dev/null` as stdin keeps children from eating the rest of the script.
 */
function scriptText(script: RemoteScript, values: Values, marks: Marks): string {
  return `${prelude}${assignments(values)}main() {
${script.body}
}
{
printf '%s %s\\n' ${marks.begin} "$$"
printf '%s\\n' ${marks.begin} >&2
main </dev/null
printf '%s\\n' ${marks.end}
}
`;
}

/** Composes what to send so that `script` runs with `privilege` (absent: as the account itself). */
export function compose(script: RemoteScript, values: Values, privilege: Privilege | undefined): Program {
  const marks = newMarks();
  const text = scriptText(script, values, marks);
  if (privilege === undefined || privilege === 'root')
    return { command: remoteCommands.shell, stdin: text, marks };
  if (privilege === 'passwordless') return { command: remoteCommands.sudoShell, stdin: text, marks };
  return { command: remoteCommands.shell, stdin: withSudoPassword(text, privilege.password.reveal()), marks };
}

// The file goes first, so that not even a killed command leaves it behind. A shell reads on from the open file.
const ownFolderGone = `exec </dev/null
case $0 in */tomo.*/script) rm -rf -- "\${0%/script}" ;; esac
`;

/**
 * CMD-6: sudo reads the password as its only stdin and runs the script from a private file that gives up stdin first. With
 * both on one stdin, an account that needs no password would execute it. The file lies in memory where the server can.
 */
function withSudoPassword(text: string, password: string): string {
  if (/[\0\r\n]/.test(password)) {
    throw new SshError(
      'sudo_password_wrong',
      'The sudo password holds a line break, which sudo cannot read.',
      {
        hint: 'Store the password again.',
      },
    );
  }
  return `${prelude}tomo_script=${quoted(`${ownFolderGone}${text}`)}
tomo_password=${quoted(password)}
main() {
tomo_folder=
trap 'rm -rf -- "$tomo_folder"' EXIT
trap 'exit 143' HUP INT TERM
for tomo_base in /dev/shm /tmp; do
  tomo_folder=$(mktemp -d "$tomo_base/tomo.XXXXXXXXXXXX" 2>/dev/null) && break
done
printf '%s' "$tomo_script" >"$tomo_folder/script"
printf '%s\\n' "$tomo_password" | sudo -k -S -p '' -- /bin/sh "$tomo_folder/script"
}
{
main </dev/null
}
`;
}
