import 'server-only';
import { TomoError } from '@/lib/runtime/errors';
import { familyScript } from '../families/family-script';
import type { ChangingStep } from '../graph/step';

const upgradesState = familyScript(
  'security-upgrades-state',
  'if command -v upgrades_state >/dev/null 2>&1; then upgrades_state; fi\n',
);
const switchUpgradesOn = familyScript('switch-security-upgrades-on', 'upgrades_on\n');

/** Lets the system install security upgrades by itself, with the means of the distribution. */
export const securityUpgrades: ChangingStep = {
  key: 'security_upgrades',
  // After Docker: it is what people wait for.
  needs: ['refresh_index', 'start_service'],
  wanted: (options) => options.securityUpgrades === true,
  what: 'Switching on security upgrades',
  leaves: 'The package may be installed and not yet switched on.',
  async check(situation) {
    const family = situation.family();
    const command = { script: switchUpgradesOn, args: {} };
    const plan = 'install security upgrades unattended from now on, with the program of the distribution';
    if (!family.hasSecurityUpgrades)
      return { done: `${family.name} offers no unattended security upgrades`, plan, command };
    const isOn = (await situation.ask(upgradesState)).includes('on');
    return { done: isOn ? 'they are on already' : undefined, plan, command };
  },
  async verify(situation) {
    if (!(await situation.ask(upgradesState)).includes('on'))
      throw new TomoError('unavailable', 'Security upgrades are installed but not on.', {
        hint: 'The log shows what was installed; another file of the package manager may switch them off.',
        reason: 'upgrades_off',
      });
    return { summary: 'Security upgrades install themselves' };
  },
};
