import 'server-only';
import { familyScript } from '../families/family-script';
import type { ChangingStep } from '../graph/step';

/** Prints, one per line, which of `$packages` are not there: `name`, or `name:command` where any package will do. */
const missingPackages = familyScript(
  'missing-packages',
  String.raw`
for entry in $packages; do
  name=${'$'}{entry%%:*}
  case $entry in
    *:*) command -v "${'$'}{entry#*:}" >/dev/null 2>&1 || echo "$name" ;;
    *) pm_installed "$name" || echo "$name" ;;
  esac
done
`,
);

const installPrerequisites = familyScript(
  'install-prerequisites',
  String.raw`
packages_begin
pm_install $packages
`,
);

/** Installs the few packages that the following steps need. */
export const prerequisites: ChangingStep = {
  key: 'prerequisites',
  needs: ['refresh_index'],
  what: 'Installing prerequisites',
  leaves: 'Some of the packages may be installed; they do no harm.',
  async check(situation, step) {
    const { prerequisites: packages } = situation.family();
    const missing = await situation.ask(missingPackages, { packages });
    if (missing.length > 0) step.log(`Missing: ${missing.join(', ')}`);
    return {
      done: missing.length === 0 ? 'all of them are installed' : undefined,
      plan: `install ${missing.join(', ')}`,
      command: { script: installPrerequisites, args: { packages: missing.join(' ') } },
    };
  },
  verify: async (_situation, { command }) => ({
    summary: `Installed ${command.args.packages?.split(' ').join(', ')}`,
  }),
};
