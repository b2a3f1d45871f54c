import 'server-only';
import { database } from '@/db/client';
import { listInstalledApps } from '@/db/installed-apps/queries';
import { TomoError } from '@/lib/runtime/errors';
import { remoteScript } from '@/lib/ssh/command';
import { sumOfChanges, undoWords } from '../changes/change';
import type { LookingStep } from '../graph/step';
import { askChanges, keepsOwnAccount } from './ask-changes';

const listContainers = remoteScript(
  'list-containers',
  "if command -v docker >/dev/null 2>&1; then docker ps -a --format '{{.Names}}' 2>/dev/null || :; fi\n",
);

/**
 * Lists what Tomo changed on the server, and refuses while apps of Tomo are there, while other containers are and nobody
 * said that they may lose their engine, and when the list is not the one of the plan.
 */
export function checkUndo(chosen: { withContainers?: boolean; planSum?: string }): LookingStep {
  return {
    key: 'undo_check',
    needs: ['detect_system'],
    async look(situation, step) {
      const changes = await askChanges(situation);
      const removesPackages = changes.some(({ kind }) => kind === 'package');
      const apps = await listInstalledApps(database(), { serverId: situation.server.id });
      if (apps.length > 0)
        throw refused(
          `Apps of Tomo are on this server: ${apps.length}. They need what an undo takes away.`,
          'Remove the apps first, then plan the undo again.',
          'apps_present',
        );
      const containers = removesPackages ? await situation.ask(listContainers) : [];
      if (containers.length > 0 && !chosen.withContainers)
        throw refused(
          `Containers that Tomo did not start are on this server: ${containers.slice(0, 5).join(', ')}${containers.length > 5 ? ` and ${containers.length - 5} more` : ''}.`,
          'Remove them, or allow the undo to take the engine away from under them. Their data stays in /var/lib/docker.',
          'containers_present',
        );
      const sum = sumOfChanges(changes);
      if (chosen.planSum && chosen.planSum !== sum)
        throw refused(
          'What Tomo changed on this server is not what the plan showed.',
          'Plan the undo again and look at the new plan.',
          'plan_outdated',
        );
      for (const change of changes) step.log(undoWords(change));
      if (removesPackages)
        step.log('Stays: /var/lib/docker with images, volumes and containers, and /var/lib/tomo.');
      const stays = (await keepsOwnAccount(situation)) ? accountStays(situation.server.username) : undefined;
      if (stays) step.log(stays, 'WARNING');
      return {
        summary: changes.length === 0 ? 'Tomo changed nothing here' : `Changes of Tomo: ${changes.length}`,
        facts: {
          changes: changes.filter(({ kind }) => kind !== 'package').map(undoWords),
          packages: changes.filter(({ kind }) => kind === 'package').map(({ values }) => values[0]),
          stays,
          sum,
        },
      };
    },
  };
}

const accountStays = (account: string) =>
  `The account ${account} stays with its key and rights: Tomo signs in as it. To have it removed, replace the sign-in under Settings of the server, then undo again.`;

function refused(message: string, hint: string, reason: string): TomoError {
  return new TomoError('conflict', message, { hint, reason });
}
