import 'server-only';
import { remoteScript } from './command';
import type { SshConnection } from './connection';
import { execute } from './execute';
import type { Privilege } from './target';

// Field 5 of /proc/PID/stat is the process group; the name before it may hold spaces and parentheses.
const killGroupScript = remoteScript(
  'kill-group',
  `stat=$(cat "/proc/$pid/stat" 2>/dev/null) || return 0
stat=\${stat##*) }
set -- $stat
[ "$3" -gt 1 ] || return 0
kill -s "$signal" -- "-$3" 2>/dev/null || return 0`,
);

/** Signals the process group of the shell `pid` that a still open channel runs, with the rights it was started with. */
export async function killGroup(
  connection: SshConnection,
  pid: number,
  signal: 'TERM' | 'KILL',
  privilege: Privilege | undefined,
): Promise<void> {
  await execute(connection, {
    script: killGroupScript,
    args: { pid: String(pid), signal },
    privilege,
    timeoutMs: 5_000,
  });
}
