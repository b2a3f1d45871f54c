import 'server-only';
import { assignments, type Values } from './assignments';
import type { RemoteScript } from './command';
import { prelude } from './program';

/**
 * Who may change a server at the same time. One `exclusive` step runs alone; `shared` steps run beside each other;
 * `none` takes no lock, for steps that change nothing.
 */
export type StepLock = 'exclusive' | 'shared' | 'none';

/**
 * The stored file of a detached step. Secrets are read from memory and deleted before anything else; then the lock of the
 * server is taken. Descriptors 8 (alive) and 9 (lock) stay with this shell: a daemon that the step starts must not hold them.
 */
export function detachedText(
  script: RemoteScript,
  args: Values['args'],
  options: { secretsFile: string; lock: StepLock; lockWaitS: number },
): string {
  return `${prelude}HOME=/root
export HOME
${assignments({ args })}if [ -f ${options.secretsFile} ]; then
. ${options.secretsFile}
rm -f -- ${options.secretsFile}
fi
main() {
${script.body}
}
${lockText(options.lock, options.lockWaitS)}main </dev/null 8>&- 9>&-
`;
}

function lockText(lock: StepLock, waitS: number): string {
  if (lock === 'none') return '';
  const mode = lock === 'shared' ? '-s' : '-x';
  return `exec 9>>/var/lib/tomo/lock
if ! flock -n ${mode} 9; then
echo 'Waiting: another change runs on this server.'
flock -w ${waitS} ${mode} 9 || { echo 'The other change did not end in time.'; exit 75; }
fi
`;
}
