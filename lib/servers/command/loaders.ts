import 'server-only';
import { database } from '@/db/client';
import { listServerSummaries } from '@/db/servers/list';
import { defineLoader } from '@/lib/procedures/loader';
import { notFound } from '@/lib/runtime/errors';
import { readSetting } from '@/lib/settings/read';
import { commandsEnabled } from './start-commands';

/** Whether this person may run commands: an administrator, while it is switched on. */
export const loadCommandsEnabled = defineLoader('servers.manage', async () => commandsEnabled());

/** The servers of a command that is being written; not found while commands are switched off. */
export const loadCommandTargets = defineLoader(
  'servers.manage',
  async (_actor, serverIds: readonly string[]) => {
    if (!commandsEnabled()) throw notFound('This page');
    const chosen = new Set(serverIds);
    const rows = (await listServerSummaries(database(), { addresses: true })).filter(({ id }) =>
      chosen.has(id),
    );
    const isReady = (row: (typeof rows)[number]) => row.isVerified && row.status !== 'host_key_changed';
    return {
      targets: rows.filter(isReady).map(({ id, name }) => ({ id, name })),
      left: rows.filter((row) => !isReady(row)).map(({ name }) => name),
      timeoutSeconds: readSetting('ssh.command_timeout_seconds'),
    };
  },
);
