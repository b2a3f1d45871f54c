import 'server-only';
import { TomoError } from '@/lib/runtime/errors';
import { readSetting } from '@/lib/settings/read';
import type { Os } from '../families/family';
import { familyScript } from '../families/family-script';
import type { Situation } from '../graph/situation';
import type { ChangingStep } from '../graph/step';
import { askDocker } from './docker-state';

export type Source = 'vendor' | 'distribution';

/** Prints `present` when the vendor's repository `$url` is set up with exactly this key already. */
const dockerRepositoryState = familyScript(
  'docker-repository-state',
  'if vendor_present; then echo present; fi\n',
);

/** Says whether the vendor's repository answers, where there is a program to ask it. */
const askRepository = familyScript(
  'ask-docker-repository',
  String.raw`
command -v curl >/dev/null 2>&1 || return 0
if curl -fsS --connect-timeout 10 --max-time 20 --max-filesize 1048576 -o /dev/null -- "$url/gpg" 2>/dev/null
then echo reachable; else echo unreachable; fi
`,
);

/**
 * Adds the vendor's package repository `$url`: the signing key is taken only when it is the one of `$fingerprint`, and only
 * this repository may use it. Exit 20: not reachable; 21: another key; 22: no packages for this system.
 */
const addDockerRepository = familyScript('add-docker-repository', 'vendor_add\n');

/** Why the vendor's repository was not used: exit codes of the script that adds it. */
const FALLBACKS: Record<number, string> = {
  20: "The vendor's repository cannot be reached from the server",
  22: "The vendor's repository has no packages for this system",
};
const UNEXPECTED_KEY = 21;

/** Adds the vendor's package repository, if it is wanted; says visibly when the distribution's packages are taken instead. */
export const dockerRepository: ChangingStep = {
  key: 'docker_repository',
  needs: ['prerequisites'],
  what: 'Adding the package repository',
  leaves: 'The entry of the repository may be there; it does no harm.',
  accepts: [20, UNEXPECTED_KEY, 22],
  async check(situation) {
    const wanted = situation.options.dockerSource ?? readSetting('servers.docker_source');
    const place = situation.family().vendor?.(situation.factsOf('detect_system').os as Os);
    const args = {
      url: `${readSetting('servers.docker_repository_url').replace(/\/+$/, '')}/${place?.path ?? ''}`,
      suite: place?.suite ?? '',
      fingerprint: fingerprintFor(situation),
    };
    const command = { script: addDockerRepository, args };
    const plan = `add ${args.url} for ${args.suite}, if its key is ${args.fingerprint}`;
    const done = (reason: string, source: Source) => ({ done: reason, plan, command, facts: { source } });
    const docker = await askDocker(situation);
    if (docker.engine && docker.compose) return done('Docker and Compose are installed', wanted);
    if (!place) return done(`${situation.family().name} has its own packages of Docker`, 'distribution');
    if (wanted === 'distribution') return done("the distribution's packages were chosen", 'distribution');
    if ((await situation.ask(dockerRepositoryState, args)).includes('present'))
      return done('the repository is set up', 'vendor');
    if (situation.mode === 'plan' && (await situation.ask(askRepository, args)).includes('unreachable'))
      return {
        plan: `try to add ${args.url}. It cannot be reached now: the distribution's packages would be used`,
        command,
        facts: { source: 'distribution' },
      };
    return { plan, command, facts: { source: 'vendor' } };
  },
  async verify(_situation, { command }, { exitCode }, step) {
    if (exitCode === UNEXPECTED_KEY) throw unexpectedKey();
    const why = FALLBACKS[exitCode];
    if (!why)
      return {
        summary: `Repository of the vendor added for ${command.args.suite}`,
        facts: { source: 'vendor' },
      };
    step.log(`${why}. Docker comes from the distribution's own packages instead.`, 'WARNING');
    return { summary: `${why}: using the distribution's packages`, facts: { source: 'distribution' } };
  },
};

/** The setting speaks of the repository of Debian packages; the vendor signs its other ones with another key. */
function fingerprintFor(situation: Situation): string {
  const set = readSetting('servers.docker_repository_fingerprint');
  const { vendorFingerprint } = situation.family();
  return vendorFingerprint && set === DEBIAN_FINGERPRINT ? vendorFingerprint : set;
}

// The default of the setting: https://docs.docker.com/engine/install/debian
const DEBIAN_FINGERPRINT = '9DC858229FC7DD38854AE2D88D81803C0EBFCD88';

function unexpectedKey(): TomoError {
  return new TomoError(
    'unavailable',
    "The vendor's repository showed another signing key than the one Tomo expects. Nothing was installed from it.",
    {
      hint: 'If you use a mirror with its own key, set its fingerprint. Otherwise somebody may be between the server and the repository.',
      reason: 'repository_key',
    },
  );
}
