import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { undoingSteps } from '../undo/undo-steps';
import { families } from './families';
import { functionsOf } from './family-script';

const shells = [['sh'], ['dash'], ['bash', '--posix'], ['busybox', 'ash']].filter(
  ([program = '', ...first]) => spawnSync(program, [...first, '-c', ':']).status === 0,
);

describe.each(families.map((family) => [family.key, family] as const))('the shell of %s', (_key, family) => {
  it.each(shells.map((shell) => shell.join(' ')))('is understood by %s', (shell) => {
    const [program = '', ...first] = shell.split(' ');
    const check = (text: string) =>
      execFileSync(program, [...first, '-n'], { input: text, stdio: ['pipe', 'ignore', 'pipe'] });
    check(`main() {\n${functionsOf(family)}\n}\n`);
    // The bodies of undo stand behind the same functions.
    for (const step of undoingSteps) expect(step.key).toMatch(/^undo_/);
  });

  it('takes no account of a person for one that packages brought', () => {
    const names = execFileSync('sh', ['-c', `${functionsOf(family)}\nnames_of passwd`], { encoding: 'utf8' });
    expect(names).toMatch(/^root$/m);
    expect(names).not.toMatch(/^nobody$/m);
  });

  it('has every function that steps call', () => {
    const text = functionsOf(family);
    const functions = [
      'pm_fresh',
      'pm_refresh',
      'pm_install',
      'pm_installed',
      'pm_list',
      'pm_remove',
      'pm_needed',
    ]
      .concat([
        'pm_unfinished',
        'pm_complete',
        'docker_names',
        'docker_conflicts',
        'svc_active',
        'svc_enable',
      ])
      .concat(family.vendor ? ['vendor_present', 'vendor_add'] : [])
      .concat(family.hasSecurityUpgrades ? ['upgrades_state', 'upgrades_on'] : []);
    for (const name of functions) expect(text, name).toMatch(new RegExp(`^${name}\\(\\) \\{`, 'm'));
  });
});
