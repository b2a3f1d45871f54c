import 'server-only';
import { inOrder } from '../graph/order';
import type { PreparationStep } from '../graph/step';
import type { PreparationOptions } from '../schema';
import { checkResources } from './check-resources';
import { connect } from './connect';
import { detectSystem } from './detect-system';
import { dockerRepository } from './docker-repository';
import { engineSettings } from './engine-settings';
import { firewall } from './firewall';
import { folders } from './folders';
import { installDocker } from './install-docker';
import { ownAccount } from './own-account';
import { ownSignIn } from './own-sign-in';
import { prerequisites } from './prerequisites';
import { refreshIndex } from './refresh-index';
import { securityUpgrades } from './security-upgrades';
import { startService } from './start-service';
import { swap } from './swap';
import { timeSync } from './time-sync';
import { userGroup } from './user-group';
import { verify } from './verify';

/** Every step of the graph. A new one is its file and its line here. */
const allSteps: readonly PreparationStep[] = [
  connect,
  detectSystem,
  checkResources,
  refreshIndex,
  prerequisites,
  dockerRepository,
  installDocker,
  engineSettings,
  startService,
  userGroup,
  firewall,
  swap,
  timeSync,
  securityUpgrades,
  folders,
  ownAccount,
  ownSignIn,
  verify,
];

/** The steps of a run with these options, each after those it needs. */
export function stepsFor(options: PreparationOptions): PreparationStep[] {
  return inOrder(allSteps.filter(({ wanted }) => !wanted || wanted(options)));
}
