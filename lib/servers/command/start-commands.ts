import 'server-only';
import { createHash } from 'node:crypto';
import { findServer } from '@/db/servers/queries';
import type { Actor } from '@/lib/auth/actor';
import { type JobGroup, startGroup } from '@/lib/jobs/group';
import { notFound } from '@/lib/runtime/errors';
import { readSetting } from '@/lib/settings/read';
import { requireTrusted } from '../require-trusted';
import { enqueueServerJob } from '../server-job';
import type { CommandOptions } from './command-input';

/** Whether commands may be run at all: an administrator switches it on under Settings. */
export const commandsEnabled = (): boolean => readSetting('servers.commands_enabled');

/**
 * Records a command on these servers, one job each, with its text in the audit log. The same command that still runs on a
 * server is found there instead. Throws `not_found` while commands are switched off.
 */
export async function startCommands(
  actor: Actor,
  serverIds: readonly string[],
  options: CommandOptions,
): Promise<JobGroup> {
  if (!commandsEnabled()) throw notFound();
  const { command, as, timeoutSeconds } = options;
  const same = createHash('sha256').update(`${as} ${command}`).digest('hex').slice(0, 32);
  return startGroup(serverIds, async (tx, serverId, groupId) => {
    const server = await findServer(tx, serverId);
    if (!server) throw notFound('This server');
    requireTrusted(server);
    return enqueueServerJob(tx, actor, server, {
      kind: 'server.command',
      payload: options,
      isAlone: false,
      dedupeKey: `server.command:${serverId}:${same}`,
      groupId,
      action: 'command',
      newValue: { command, as, timeout_seconds: timeoutSeconds },
    });
  });
}
