import 'server-only';
import { remoteScript } from '@/lib/ssh/command';

/**
 * Runs the text in `command` as a script of its own (CMD-8): a fresh shell reads it as data from a pipe, inside a function,
 * so that none of it runs before all of it was read and no program can eat the rest of it. It is in no argument list, and
 * it begins as a person's shell would: in the home folder, without our strictness.
 */
export const commandScript = remoteScript(
  'run-command',
  `cd "\${HOME:-/}" 2>/dev/null || cd /
umask 022
printf 'main() {\\n%s\\n}\\nmain </dev/null\\n' "$command" | /bin/sh -s`,
);
