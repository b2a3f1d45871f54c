import type { PreparationOptions } from '@/lib/preparations/schema';
import { preparationMessages } from './messages';

const words = preparationMessages.chosenWords;

/** What was chosen when a run was started, each choice in a few words; what was left out is not told. */
export function optionWords(options: PreparationOptions & { withContainers?: boolean }): string[] {
  const { dockerSource, logRotation, openPorts, swapMb, ownAccount } = options;
  return [
    dockerSource && words[dockerSource],
    logRotation && words.logRotation(logRotation.maxSizeMb, logRotation.maxFiles),
    options.liveRestore && words.liveRestore,
    options.restartDocker && words.restartDocker,
    options.securityUpgrades && words.securityUpgrades,
    options.timeSync && words.timeSync,
    openPorts?.length && words.openPorts(openPorts.join(', ')),
    swapMb && words.swapMb(swapMb),
    ownAccount && words.ownAccount(ownAccount),
    options.withContainers && words.withContainers,
  ].filter((word) => typeof word === 'string');
}
