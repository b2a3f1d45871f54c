import type { Rule } from './rule';
import { composeRules } from './rules/compose';
import { containerRules } from './rules/containers';
import { dockerRules } from './rules/docker';
import { machineRules } from './rules/machine';
import { networkRules } from './rules/network';
import { packageRules } from './rules/packages';
import { registryRules } from './rules/registry';
import { repositoryRules } from './rules/repositories';
import { rightsRules } from './rules/rights';

/** All known causes. Where one line shows several of the same rank, the first counts. */
export const rules: readonly Rule[] = [
  ...machineRules,
  ...rightsRules,
  ...packageRules,
  ...dockerRules,
  ...containerRules,
  ...composeRules,
  ...registryRules,
  ...repositoryRules,
  ...networkRules,
];
