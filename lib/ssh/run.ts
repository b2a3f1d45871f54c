import 'server-only';
import type { SshConnection } from './connection';
import { execute, type RunOptions, type RunResult } from './execute';
import { killGroup } from './kill-group';

export type { RunOptions, RunResult };

/**
 * The one function that runs something on a server (CMD-1). A non-zero exit code is a result; everything else that is not
 * a proven success is thrown, after the remote side was stopped.
 * @throws SshError `timeout`, `idle`, `output_limit`, `aborted`, `signal`, `closed`, `truncated`, `channel_refused`,
 *   `shell_broken`, `sudo_missing`, `sudo_password_needed`, `sudo_password_wrong`, `sudo_refused`; TomoError `invalid` for
 *   a value that cannot be sent; and whatever a callback throws.
 */
export function run(connection: SshConnection, options: RunOptions): Promise<RunResult> {
  return execute(connection, options, (pid, signal) => killGroup(connection, pid, signal, options.privilege));
}
