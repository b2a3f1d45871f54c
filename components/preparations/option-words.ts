import { preparationPresets } from '@/lib/preparations/presets';
import type { PreparationOptions } from '@/lib/preparations/schema';
import { preparationMessages } from './messages';

const words = preparationMessages.chosenWords;
const { recommended } = preparationPresets;

/**
 * What was chosen when a run was started, each choice in a few words; what was left out is not told. Choices as recommended
 * are one word together.
 */
export function optionWords(options: PreparationOptions & { withContainers?: boolean }): string[] {
  const asRecommended =
    options.logRotation?.maxSizeMb === recommended.logRotation.maxSizeMb &&
    options.logRotation.maxFiles === recommended.logRotation.maxFiles &&
    options.liveRestore === recommended.liveRestore &&
    options.securityUpgrades === recommended.securityUpgrades &&
    options.timeSync === recommended.timeSync;
  return [
    options.dockerSource && words[options.dockerSource],
    asRecommended && words.recommended,
    ...(asRecommended ? [] : singleWords(options)),
    options.restartDocker && words.restartDocker,
    options.openPorts?.length && words.openPorts(options.openPorts.join(', ')),
    options.swapMb && words.swapMb(options.swapMb),
    options.ownAccount && words.ownAccount(options.ownAccount),
    options.withContainers && words.withContainers,
  ].filter((word) => typeof word === 'string');
}

function singleWords({ logRotation, liveRestore, securityUpgrades, timeSync }: PreparationOptions) {
  return [
    logRotation && words.logRotation(logRotation.maxSizeMb, logRotation.maxFiles),
    liveRestore && words.liveRestore,
    securityUpgrades && words.securityUpgrades,
    timeSync && words.timeSync,
  ];
}
